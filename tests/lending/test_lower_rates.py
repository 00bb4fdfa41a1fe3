"""A lower rate for a borrower in hardship: planned, approved, voted on, accepted; to the fen."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import clock
from accounts.errors import Refused
from accounts.models import Approval, Message, User
from accounts.services.deliver_events import deliver_events
from lending.contracts.content import contract_content
from lending.contracts.drawing import wording_of
from lending.instalment_story import explain
from lending.models import Claim, ClaimReceipt, Instalment, Loan, LoanPaper, LoanPayment, Restructure
from lending.queries.loans import rate_ppm_at, read_loan_files
from lending.redrawing.plans import plan_prepayment
from lending.redrawing.restructure_story import plan_of, plan_words
from lending.redrawing.story import compare, version_facts
from lending.repayment.book import read_books
from lending.repayment.dues import settlement_of
from lending.services.cast_ballot import cast_ballot
from lending.services.plan_restructure import plan_restructure
from lending.services.settle_loan import settle_loan
from tests.arrivals import arrive
from tests.closing import close_before, close_through
from tests.factories import make_staff
from tests.lending import factories
from tests.lending.test_bad_days import LATE, approve, assert_sound, investors, loan, manager
from tests.lending.test_restructures import accept
from tests.money import fund

__all__ = ["investors", "loan", "manager"]

HALF = 37_000
# The vote ends seven days after the approval; the borrower accepts the day after.
ACCEPTED = LATE + dt.timedelta(days=8)


def planned(loan: Loan, **plan: object) -> Restructure:
    row = Restructure.objects.filter(loan=loan).first() or factories.make_restructure(loan)
    maker = User.objects.filter(email="planner@example.cn").first()
    maker = maker or make_staff("planner@example.cn", "risk_officer")
    values = {"extra_periods": 0, "holiday_periods": 0, "reason": "收入减少", "lowered_rate_ppm": HALF}
    return plan_restructure(number=row.number, maker=maker, **values | {"by_vote": True} | plan)  # type: ignore[arg-type]


def carried(loan: Loan, investors: list[User], manager: User) -> Restructure:
    close_before(LATE)
    row = planned(loan)
    approve(manager)
    for holder in investors:
        cast_ballot(number=row.number, holder=holder, is_yes=holder == investors[1])
    close_through(ACCEPTED - dt.timedelta(days=1))
    row.refresh_from_db()
    assert row.status == "offered"
    return row


def test_a_carried_vote_lowers_the_rate_from_the_acceptance_on_and_waives_nothing(
    loan: Loan, borrower: User, investors: list[User], manager: User
) -> None:
    row = carried(loan, investors, manager)
    plan = plan_of(row)
    assert plan is not None
    first, second = Instalment.objects.filter(loan=loan, n__lte=2).order_by("n")
    # Two instalments overdue, 46 and 18 days at 11 %; seventeen days of the third at the rate until now.
    late_fen = round(first.principal_fen * 11 * 46 / 36_500) + round(second.principal_fen * 11 * 18 / 36_500)
    ahead_fen = 10_000_00 - first.principal_fen - second.principal_fen
    interest_fen = first.interest_fen + second.interest_fen + round(ahead_fen * 74 * 17 / 360_000)
    assert plan.arrears_fen == interest_fen + late_fen + 6_00 + 6_00 + 3_40
    told = compare(plan.redrawn).rows[0]
    assert (told.before, told.after) == ("7.40%", "3.70%")
    fund(borrower, plan.arrears_fen)
    accept(row)
    loan.refresh_from_db()
    row.refresh_from_db()
    payment = LoanPayment.objects.get()
    assert (payment.interest_fen, payment.overdue_interest_fen) == (interest_fen, late_fen)
    assert (loan.rate_ppm, loan.overdue_rate_ppm, loan.outstanding_fen) == (HALF, 110_000, 10_000_00)
    assert (loan.schedule_version, row.schedule_version) == (2, 2)
    rows = list(Instalment.objects.filter(loan=loan, superseded_at=None).order_by("n"))
    assert (len(rows), sum(one.principal_fen for one in rows)) == (10, 10_000_00)
    # Thirteen days are left of the third period: 10,000.00 × 3.7 % × 13 / 360 = 13.36.
    assert (rows[0].interest_fen, rows[0].due_on) == (13_36, dt.date(2026, 4, 15))
    left_fen = 10_000_00 - rows[0].principal_fen
    assert rows[1].interest_fen == round(left_fen * 37 / 12_000)
    assert_the_words_say_it(loan, row, borrower)
    assert_late_and_early_days_bear_it(loan, borrower, rows)


def assert_the_words_say_it(loan: Loan, row: Restructure, borrower: User) -> None:
    """The sum of an instalment, the supplement, the contract and the messages."""
    deliver_events()
    [file] = read_loan_files([Loan.objects.select_related("product_version").get()], clock.today())
    interest, principal = explain(file, file.rows[0])[:2]
    assert "3.70%" in str(interest.sum)
    assert "13/360" in str(interest.sum)
    assert principal.amount_fen == file.rows[0].principal_fen
    assert "2026年4月2日" in str(interest.rule)
    # A part paid early is drawn at the rate that holds now.
    [book] = read_books([loan.pk])
    part = plan_prepayment(book, principal_fen=1_000_00, choice="smaller_instalment", on=clock.today())
    assert part.schedule.terms.annual_rate_ppm == HALF
    assert "3.70%" in str(version_facts(file.versions)[1].hint)
    assert "3.70%" in plan_words(row)
    assert rate_ppm_at(loan, loan.disbursed_at) == 74_000
    assert rate_ppm_at(loan, clock.now()) == HALF
    said = json.loads(LoanPaper.objects.get(loan=loan, kind="supplement").content)
    assert (said["rate_before_ppm"], said["rate_ppm"]) == (74_000, HALF)
    assert said["vote"] == {
        "number": row.number,
        "until_on": "2026-04-01",
        "all_fen": 10_000_00,
        "voted_fen": 10_000_00,
        "yes_fen": 6_700_00,
    }
    english = "\n".join(clause.text for clause in wording_of(said, "en").clauses)
    chinese = "\n".join(clause.text for clause in wording_of(said, "zh-hans").clauses)
    assert "interest is 3.70% a year" in english
    assert "until then it was 7.40%" in english
    assert "¥6,700.00 of it in favour" in english
    assert "bound by the mandate" not in english
    assert "由7.40%下调为3.70%" in chinese
    assert "同意¥6,700.00" in chinese
    contract = LoanPaper.objects.get(loan=loan, kind="contract")
    assert json.loads(contract.content)["rates"]["contract_ppm"] == 74_000
    whole = Loan.objects.select_related(
        "application", "listing", "borrower__person", "product_version__product"
    ).get()
    assert contract_content(whole, contract.number) == json.loads(contract.content)
    told = Message.objects.filter(channel="inbox", template__in=["vote_opened", "claim_redrawn"])
    assert told.count() == 4
    assert all("3.70%" in one.body and "7.40%" in one.body for one in told)
    assert "3.70%" in Message.objects.get(channel="inbox", template="loan_redrawn", to=borrower).body


def assert_late_and_early_days_bear_it(loan: Loan, borrower: User, rows: list[Instalment]) -> None:
    """Unpaid again, then paid off in the middle of a period: late days at the overdue rate, used ones at the new."""
    before_fen = sum(one.total_fen for one in ClaimReceipt.objects.all())
    day = dt.date(2026, 4, 20)
    close_before(day)
    [book] = read_books([loan.pk])
    owed = settlement_of(book, day)
    # Past its days of grace the first instalment bears the overdue rate from the day after it was due.
    late_fen = round(rows[0].principal_fen * 11 * 5 / 36_500)
    used_fen = round((10_000_00 - rows[0].principal_fen) * 37 * 5 / 360_000)
    assert owed.overdue_interest_fen == late_fen
    assert owed.interest_fen == rows[0].interest_fen + used_fen
    assert book.overdue_rule.contract_rate_ppm == HALF
    fund(borrower, 11_000_00)
    settle_loan(loan=loan, payer=borrower, shown_fen=owed.total_fen, key="all")
    loan.refresh_from_db()
    assert (loan.status, set(Claim.objects.values_list("outstanding_fen", flat=True))) == ("settled", {0})
    got_fen = sum(one.total_fen for one in ClaimReceipt.objects.all()) - before_fen
    assert got_fen == 10_000_00 + owed.interest_fen + late_fen
    assert_sound()


def test_a_rate_is_only_lowered_and_only_by_vote(loan: Loan) -> None:
    for plan, code in (
        ({"by_vote": False}, "beyond_mandate"),
        ({"by_vote": False, "extra_periods": 3}, "beyond_mandate"),
        ({"lowered_rate_ppm": 74_000}, "not_lower"),
        ({"lowered_rate_ppm": 80_000}, "not_lower"),
        ({"lowered_rate_ppm": -1}, "not_lower"),
        ({"lowered_rate_ppm": None}, "beyond_mandate"),
    ):
        with pytest.raises(Refused) as refused:
            planned(loan, **plan)
        assert refused.value.code == code, plan
        row = Restructure.objects.get()
        assert (row.status, row.lowered_rate_ppm, Approval.objects.count()) == ("asked", None, 0)
    row = planned(loan, lowered_rate_ppm=0)
    assert (row.status, row.lowered_rate_ppm) == ("planned", 0)
    plan = plan_of(row)
    assert plan is not None
    assert plan.schedule.total_interest_fen == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Restructure.objects.update(needs_vote=False)


def test_nothing_is_lowered_after_the_last_due_date_but_with_more_instalments(
    borrower: User, investors: list[User]
) -> None:
    loan = factories.make_active_loan(
        borrower, {investors[0]: 10_000_00}, product="short", method="interest_only", periods=3
    )
    [book] = read_books([loan.pk])
    close_before(book.instalments[-1].due_on + dt.timedelta(days=5))
    with pytest.raises(Refused) as refused:
        planned(loan)
    assert refused.value.code == "no_periods"
    assert planned(loan, extra_periods=2).status == "planned"


def test_the_office_plans_it_and_a_holder_votes_on_the_figures(
    loan: Loan, investors: list[User], manager: User
) -> None:
    row = factories.make_restructure(loan)
    office, holder = Client(), Client()
    arrive(make_staff("m@example.cn", "risk_officer"), client=office)
    desk = f"/office/lending/hardship/{row.number}/"
    asked = {"extra_periods": "0", "holiday_periods": "0", "lowered_rate_ppm": "3.7", "step": "preview"}
    refused = office.post(desk, asked)
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["lowered_rate_ppm"])
    assert office.post(desk, asked | {"lowered_rate_ppm": "-1", "by_vote": "on"}).status_code == 400
    shown = office.post(desk, asked | {"by_vote": "on"})
    assert shown.status_code == 200
    assert (shown.context["comparison"].rows[0].before, shown.context["comparison"].rows[0].after) == (
        "7.40%",
        "3.70%",
    )
    ask = asked | {"by_vote": "on", "reason": "收入减少", "step": "propose"}
    ask["shown"] = shown.context["plan"].shown_hash
    assert office.post(desk, ask).url == desk
    checker = Client()
    arrive(manager, client=checker)
    approval = Approval.objects.get()
    assert "3.70%" in checker.get(f"/office/approvals/{approval.number}/").content.decode()
    approve(manager)
    arrive(investors[0], client=holder)
    page = holder.get(f"/invest/votes/{row.number}/").content.decode()
    assert "7.40%" in page
    assert "3.70%" in page
