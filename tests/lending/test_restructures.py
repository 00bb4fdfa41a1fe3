"""More time for a borrower in hardship: asked, planned, approved by another, accepted; to the fen."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import Approval, Message, User
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from accounts.staff.open_work import open_work_of
from finance.custody.sandbox_customer import pay_out
from finance.errors import InsufficientFunds
from finance.models import Entry
from finance.queries.wallets import wallet_balance
from lending.models import Claim, ClaimReceipt, Instalment, Loan, LoanPayment, Restructure
from lending.redrawing.restructure_story import plan_of
from lending.services.accept_restructure import accept_restructure
from lending.services.ask_restructure import ask_restructure
from lending.services.decline_restructure import decline_restructure
from lending.services.plan_restructure import plan_restructure
from lending.services.withdraw_restructure import withdraw_restructure
from tests.arrivals import arrive
from tests.closing import close_before, close_through, set_today
from tests.factories import make_staff
from tests.lending import factories
from tests.money import fund
from tests.queries import count_queries

START = dt.date(2026, 1, 15)
DAY = dt.date(2026, 3, 25)


@pytest.fixture
def investors(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor("first@example.cn"), factories.make_investor("second@example.cn")]


@pytest.fixture
def loan(borrower: User, investors: list[User]) -> Loan:
    """¥10,000 over 12 months at 7.4 % from two investors; the money is spent, so the first instalments go unpaid."""
    with clock.simulated(START):
        loan = factories.make_active_loan(borrower, {investors[0]: 3_300_00, investors[1]: 6_700_00})
    pay_out(borrower, free(borrower))
    return loan


def free(user: User) -> int:
    return wallet_balance(user).available_fen


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def offered(loan: Loan, *, extra: int = 6, holiday: int = 2) -> Restructure:
    """A request that was planned by one person and approved by another."""
    row = factories.make_restructure(loan)
    maker, checker = make_staff("m@example.cn", "risk_officer"), make_staff("c@example.cn", "risk_manager")
    plan_restructure(
        number=row.number, maker=maker, extra_periods=extra, holiday_periods=holiday, reason="能负担"
    )
    approval = Approval.objects.get(kind="lending.restructure")
    decide_approval(
        checker=checker,
        number=approval.number,
        is_approved=True,
        shown_hash=approval.payload_hash,
        note="",
    )
    deliver_events()
    row.refresh_from_db()
    assert row.status == "offered"
    return row


def accept(row: Restructure, key: str = "k") -> Restructure:
    plan = plan_of(row)
    assert plan is not None
    return accept_restructure(
        number=row.number, borrower=row.loan.borrower, shown_hash=plan.shown_hash, key=key
    )


def test_overdue_principal_joins_the_new_schedule_and_interest_is_paid_first(
    loan: Loan, borrower: User, investors: list[User]
) -> None:
    close_before(DAY)
    row = offered(loan)
    plan = plan_of(row)
    assert plan is not None
    first, second = Instalment.objects.filter(loan=loan, n__lte=2).order_by("n")
    # Two instalments overdue, 38 and 10 days at 11 %; ten days of the third on what is not due yet.
    late_fen = round(first.principal_fen * 11 * 38 / 36_500) + round(second.principal_fen * 11 * 10 / 36_500)
    ahead_fen = 10_000_00 - first.principal_fen - second.principal_fen
    used_fen = round(ahead_fen * 74 * 10 / 360_000)
    interest_fen = first.interest_fen + second.interest_fen + used_fen
    assert plan.arrears_fen == interest_fen + late_fen + 6_00 + 6_00 + 2_00
    fund(borrower, plan.arrears_fen)
    before = [free(user) for user in (borrower, *investors)]
    accept(row)
    payment = LoanPayment.objects.get()
    assert (payment.kind, payment.principal_fen, payment.interest_fen) == ("arrears", 0, interest_fen)
    assert (payment.overdue_interest_fen, payment.fee_fen) == (late_fen, 14_00)
    after = [free(user) for user in (borrower, *investors)]
    assert after[0] == before[0] - plan.arrears_fen == 0
    brought = sum(b - a for a, b in zip(before[1:], after[1:], strict=True))
    assert brought == interest_fen + late_fen == sum(r.total_fen for r in ClaimReceipt.objects.all())
    loan.refresh_from_db()
    rows = list(Instalment.objects.filter(loan=loan, superseded_at=None).order_by("n"))
    assert (loan.outstanding_fen, loan.overdue_since_on, loan.schedule_version) == (10_000_00, None, 2)
    assert (loan.matures_on, len(rows)) == (dt.date(2027, 7, 15), 16)
    # Two months of interest only on everything; the first has twenty days left of it.
    assert [(r.principal_fen, r.interest_fen) for r in rows[:2]] == [(0, 41_11), (0, 61_67)]
    assert sum(r.principal_fen for r in rows) == 10_000_00
    # The fees that were still to come, spread and not raised: ten times 6.00 less 2.00.
    assert sum(r.fee_fen for r in rows) == 58_00
    assert loan.watched_until_on == dt.date(2027, 3, 25)
    assert_sound()


def test_the_new_schedule_runs_to_its_end_and_empties_every_claim(loan: Loan, borrower: User) -> None:
    close_before(DAY)
    row = offered(loan, extra=3, holiday=0)
    fund(borrower, 12_000_00)
    accept(row)
    loan.refresh_from_db()
    close_through(loan.matures_on)
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_fen) == ("settled", 0)
    assert set(Claim.objects.values_list("outstanding_fen", flat=True)) == {0}
    assert_sound()


@pytest.mark.parametrize(
    "terms, extra",
    [
        ({"method": "equal_principal"}, 3),
        ({"product": "short", "method": "interest_only", "periods": 3}, 2),
        ({"product": "short", "method": "bullet", "periods": 3}, 2),
    ],
)
def test_every_method_keeps_its_principal_even_after_the_last_due_date(
    borrower: User, investors: list[User], terms: dict[str, object], extra: int
) -> None:
    with clock.simulated(START):
        loan = factories.make_active_loan(borrower, {investors[0]: 3_300_00, investors[1]: 6_700_00}, **terms)
    pay_out(borrower, free(borrower))
    close_before(dt.date(2026, 4, 20))
    row = offered(loan, extra=extra, holiday=0)
    fund(borrower, 1_500_00)
    accept(row)
    rows = Instalment.objects.filter(loan=loan, superseded_at=None)
    assert sum(r.principal_fen for r in rows) == 10_000_00
    assert min(r.due_on for r in rows) > clock.today()
    assert_sound()


@pytest.mark.parametrize(
    "extra, holiday, code", [(13, 0, "beyond_mandate"), (0, 0, "beyond_mandate"), (6, 4, "beyond_mandate")]
)
def test_a_plan_beyond_the_mandate_is_refused(loan: Loan, extra: int, holiday: int, code: str) -> None:
    row = factories.make_restructure(loan)
    maker = make_staff("m@example.cn", "risk_officer")
    with pytest.raises(Refused) as refused:
        plan_restructure(
            number=row.number, maker=maker, extra_periods=extra, holiday_periods=holiday, reason="x"
        )
    assert refused.value.code == code
    row.refresh_from_db()
    assert (row.status, Approval.objects.count()) == ("asked", 0)


def test_is_done_once_in_a_loans_life(loan: Loan, borrower: User) -> None:
    close_before(DAY)
    row = offered(loan)
    fund(borrower, 500_00)
    accept(row)
    loan.refresh_from_db()
    with pytest.raises(Refused) as refused:
        ask_restructure(loan=loan, borrower=borrower, hardship="illness", words="again")
    assert refused.value.code == "restructured_before"


def test_nothing_moves_without_the_money_or_with_other_figures(loan: Loan, borrower: User) -> None:
    close_before(DAY)
    row = offered(loan)
    plan = plan_of(row)
    assert plan is not None
    entries = Entry.objects.count()
    with pytest.raises(InsufficientFunds):
        accept(row)
    fund(borrower, 1_000_00)
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        accept_restructure(number=row.number, borrower=borrower, shown_hash="other", key="x")
    assert refused.value.code == "figure_changed"
    loan.refresh_from_db()
    assert (Entry.objects.count(), loan.schedule_version, LoanPayment.objects.count()) == (entries, 1, 0)
    accept(row)
    assert accept_restructure(number=row.number, borrower=borrower, shown_hash="again", key="k").pk == row.pk
    assert LoanPayment.objects.count() == 1


def test_a_leaver_leaves_open_plans_behind(loan: Loan) -> None:
    row = offered(loan)
    assert row.planned_by is not None
    [found] = [one for one in open_work_of(row.planned_by) if one.work.code == "restructures"]
    assert [item.number for item in found.items] == [row.number]
    accept(row)
    assert not [one for one in open_work_of(row.planned_by) if one.work.code == "restructures"]


def test_a_plan_that_is_not_approved_goes_back_to_the_queue(loan: Loan) -> None:
    row = factories.make_restructure(loan)
    maker, checker = make_staff("m@example.cn", "risk_officer"), make_staff("c@example.cn", "risk_manager")
    plan_restructure(number=row.number, maker=maker, extra_periods=3, holiday_periods=0, reason="x")
    approval = Approval.objects.get()
    decide_approval(
        checker=checker,
        number=approval.number,
        is_approved=False,
        shown_hash=approval.payload_hash,
        note="太长",
    )
    deliver_events()
    row.refresh_from_db()
    assert row.status == "asked"


def test_an_offer_lapses_and_a_request_is_declined_or_taken_back(loan: Loan, borrower: User) -> None:
    row = offered(loan)
    assert row.offer_until_on == dt.date(2026, 1, 22)
    close_through(dt.date(2026, 1, 22))
    row.refresh_from_db()
    assert row.status == "lapsed"
    second = factories.make_restructure(loan)
    with pytest.raises(Refused):
        factories.make_restructure(loan)
    decline_restructure(
        number=second.number, actor=make_staff("o@example.cn", "risk_officer"), reason="收入足够。"
    )
    third = factories.make_restructure(loan)
    withdraw_restructure(number=third.number, borrower=borrower)
    deliver_events()
    told = Message.objects.filter(template__startswith="restructure_", channel="inbox")
    assert sorted(told.values_list("template", flat=True)) == ["restructure_declined", "restructure_offered"]


def test_the_borrower_asks_and_accepts_on_the_site_and_the_office_plans(loan: Loan, borrower: User) -> None:
    close_before(DAY)
    client, office = Client(), Client()
    arrive(borrower, client=client)
    path = f"/borrow/loans/{loan.number}/hardship/"
    assert client.post(path, {"hardship": "job_lost", "words": ""}).status_code == 200
    assert client.post(path, {"hardship": "job_lost", "words": "公司裁员，每月能还四百"}).url == path
    row = Restructure.objects.get()
    maker, checker = make_staff("m@example.cn", "risk_officer"), make_staff("c@example.cn", "risk_manager")
    arrive(maker, client=office)
    desk = f"/office/lending/hardship/{row.number}/"
    assert "公司裁员" in office.get(desk).content.decode()
    preview = office.post(desk, {"extra_periods": "6", "holiday_periods": "2", "step": "preview"})
    assert (preview.status_code, preview.context["comparison"].rows[1].after) == (200, "16")
    assert (
        office.post(desk, {"extra_periods": "13", "holiday_periods": "0", "step": "preview"}).status_code
        == 400
    )
    assert Approval.objects.count() == 0
    asked = {"extra_periods": "6", "holiday_periods": "2", "reason": "能负担", "step": "propose"}
    # Only a plan whose figures stood on the page is put before another person.
    assert office.post(desk, asked).status_code == 400
    assert Approval.objects.count() == 0
    asked["shown"] = preview.context["plan"].shown_hash
    assert office.post(desk, asked | {"extra_periods": "5"}).status_code == 400
    assert office.post(desk, asked).url == desk
    approval = Approval.objects.get()
    checking = Client()
    arrive(checker, client=checking)
    assert checking.get(f"/office/approvals/{approval.number}/").status_code == 200
    decide_approval(
        checker=checker,
        number=approval.number,
        is_approved=True,
        shown_hash=approval.payload_hash,
        note="",
    )
    deliver_events()
    fund(borrower, 500_00)
    page = client.get(path)
    form = page.context["form"]
    press = {name: form[name].value() for name in ("shown_hash", "idempotency_key")}
    assert client.post(path, press).url == f"/borrow/loans/{loan.number}/"
    loan.refresh_from_db()
    assert loan.schedule_version == 2
    shown = client.get(f"/borrow/loans/{loan.number}/")
    assert shown.context["payments"][0]["to"].count("3") >= 1
    assert_sound()


def test_pages_take_few_queries(loan: Loan, borrower: User) -> None:
    row = offered(loan)
    client, office = Client(), Client()
    arrive(borrower, client=client)
    arrive(User.objects.get(email="m@example.cn"), client=office)
    assert count_queries(client, f"/borrow/loans/{loan.number}/hardship/") <= 20
    assert count_queries(office, f"/office/lending/hardship/{row.number}/") <= 30
    assert count_queries(office, "/office/lending/hardship/") <= 15
