"""A loan nobody pays: notice, calling in, legal steps, write-off, recovery; every amount to the fen."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import translation

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import Approval, Message, User
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from finance.custody.sandbox_customer import pay_out
from finance.models import Transfer
from finance.queries.wallets import wallet_balance
from lending.bad_days.acceleration import Measured, measure_default
from lending.bad_days.story import call_in_words, steps_of
from lending.loan_story import timeline
from lending.models import (
    Acceleration,
    Claim,
    ClaimReceipt,
    Instalment,
    LegalStep,
    Loan,
    LoanPayment,
    WriteOff,
)
from lending.queries.loans import read_loan_files
from lending.queries.owed_shares import owed_to_claim
from lending.repayment.book import read_books
from lending.services.hold_loan import hold_loan
from lending.services.pay_loan import pay_loan
from lending.services.propose_acceleration import propose_acceleration
from lending.services.propose_cost import propose_cost
from lending.services.propose_write_off import propose_write_off
from lending.services.record_legal_step import record_legal_step
from lending.services.recover_loan import recover_loan
from tests.arrivals import arrive
from tests.closing import close_before, close_through, set_today
from tests.factories import make_staff
from tests.lending import factories
from tests.money import fund
from tests.pictures import picture_file

START = dt.date(2026, 1, 15)
# Two instalments unpaid, of February and March 15, the older one 38 days late.
LATE = dt.date(2026, 3, 25)
NAMED = LATE + dt.timedelta(days=15)


@pytest.fixture
def investors(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor("first@example.cn"), factories.make_investor("second@example.cn")]


@pytest.fixture
def loan(borrower: User, investors: list[User]) -> Loan:
    return late_loan(borrower, investors)


def late_loan(borrower: User, investors: list[User], **terms: object) -> Loan:
    """¥10,000 at 7.4 % (11 % when late) from two investors; the money is spent, so nothing is paid."""
    with clock.simulated(START):
        loan = factories.make_active_loan(borrower, {investors[0]: 3_300_00, investors[1]: 6_700_00}, **terms)
    pay_out(borrower, free(borrower))
    return loan


@pytest.fixture
def officer(db: None) -> User:
    return make_staff("officer@example.cn", "collections_officer")


@pytest.fixture
def manager(db: None) -> User:
    return make_staff("manager@example.cn", "risk_manager")


def free(user: User) -> int:
    return wallet_balance(user).available_fen


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def approve(manager: User, *, is_approved: bool = True) -> None:
    approval = Approval.objects.get(status="open")
    decide_approval(
        checker=manager,
        number=approval.number,
        is_approved=is_approved,
        shown_hash=approval.payload_hash,
        note="" if is_approved else "再等等",
    )
    deliver_events()


def notice(loan: Loan, officer: User, manager: User) -> Acceleration:
    row = propose_acceleration(loan=loan, maker=officer, reason="多次催收无果")
    approve(manager)
    row.refresh_from_db()
    return row


def called_in(loan: Loan, officer: User, manager: User) -> Acceleration:
    close_before(LATE)
    row = notice(loan, officer, manager)
    close_through(NAMED)
    row.refresh_from_db()
    assert row.status == "in_force"
    return row


def written_off(loan: Loan, officer: User, manager: User) -> WriteOff:
    called_in(loan, officer, manager)
    loan.refresh_from_db()
    record_legal_step(loan=loan, kind="legal_close", done_on=clock.today(), actor=manager)
    row = propose_write_off(loan=loan, maker=officer, reason="终本裁定")
    approve(manager)
    row.refresh_from_db()
    return row


def test_calling_in_makes_all_due_on_the_day_the_notice_named(
    loan: Loan, borrower: User, investors: list[User], officer: User, manager: User
) -> None:
    close_before(LATE)
    row = notice(loan, officer, manager)
    assert (row.status, row.noticed_on, row.effective_on) == ("noticed", LATE, NAMED)
    told = Message.objects.filter(to=borrower, template="acceleration_notice")
    assert set(told.values_list("channel", flat=True)) >= {"inbox", "email"}
    close_before(NAMED)
    assert Instalment.objects.filter(loan=loan, superseded_at=None).count() == 12
    close_through(NAMED)
    loan.refresh_from_db()
    row.refresh_from_db()
    rows = list(Instalment.objects.filter(loan=loan, superseded_at=None).order_by("n"))
    ahead_fen = 10_000_00 - rows[0].principal_fen - rows[1].principal_fen
    last = rows[2]
    assert (row.status, len(rows), last.due_on, loan.matures_on) == ("in_force", 3, NAMED, NAMED)
    # 24 days of April's period by 30/360, and no interest of the months that never come.
    assert (last.principal_fen, last.interest_fen) == (ahead_fen, round(ahead_fen * 74 * 24 / 360_000))
    assert last.fee_fen == round(6_00 * 24 / 30)
    assert (loan.schedule_version, loan.outstanding_fen) == (2, 10_000_00)
    assert Message.objects.filter(template="claim_called_in", channel="inbox").count() == 2
    # Ten days later the called-in principal has borne the overdue rate for ten days.
    close_through(NAMED + dt.timedelta(days=10))
    last.refresh_from_db()
    assert last.overdue_interest_fen == round(ahead_fen * 11 * 10 / 36_500)
    assert_sound()


def test_paying_the_arrears_in_time_keeps_the_schedule(
    loan: Loan, borrower: User, officer: User, manager: User
) -> None:
    close_before(LATE)
    row = notice(loan, officer, manager)
    fund(borrower, 2_000_00)
    close_through(LATE)
    row.refresh_from_db()
    assert (row.status, row.ended_on) == ("cured", LATE)
    close_through(NAMED + dt.timedelta(days=2))
    assert Instalment.objects.filter(loan=loan, superseded_at=None).count() == 12
    assert Message.objects.filter(to=borrower, template="acceleration_cured", channel="inbox").count() == 1
    assert_sound()


def test_only_a_loan_far_enough_behind_is_called_in_and_only_by_two_persons(
    loan: Loan, officer: User, manager: User
) -> None:
    close_before(dt.date(2026, 3, 10))
    with pytest.raises(Refused) as refusal:
        propose_acceleration(loan=loan, maker=officer, reason="一期未还")
    assert refusal.value.code == "not_in_default"
    assert not Acceleration.objects.exists()
    close_before(LATE)
    hold = hold_loan(loan=loan, kind="dispute", reason="称已还款", placed_by=manager)
    with pytest.raises(Refused) as refusal:
        propose_acceleration(loan=loan, maker=officer, reason="两期未还")
    assert refusal.value.code == "disputed"
    hold.released_at, hold.released_by = clock.now(), manager
    hold.save()
    row = propose_acceleration(loan=loan, maker=officer, reason="两期未还")
    with pytest.raises(Refused) as refusal:
        propose_acceleration(loan=loan, maker=officer, reason="再来一次")
    assert refusal.value.code == "already_asked"
    approve(manager, is_approved=False)
    row.refresh_from_db()
    assert row.status == "dropped"
    close_through(NAMED)
    assert Instalment.objects.filter(loan=loan, superseded_at=None).count() == 12


@pytest.mark.parametrize(
    "terms",
    [
        {"method": "equal_principal"},
        {"method": "interest_only", "product": "short", "periods": 6},
        {"method": "equal_instalment"},
    ],
)
def test_every_method_called_in_written_off_and_recovered_in_parts_empties_every_claim(
    borrower: User, investors: list[User], officer: User, manager: User, terms: dict[str, object]
) -> None:
    loan = late_loan(borrower, investors, **terms)
    written_off(loan, officer, manager)
    assert_sound()
    before = sum(free(user) for user in investors)
    funded_fen = 0
    while funded_fen < 15_000_00:
        loan.refresh_from_db()
        if loan.status == "settled":
            break
        fund(borrower, 777_77)
        funded_fen += 777_77
        close_through(clock.today())
    assert (loan.status, loan.outstanding_fen) == ("settled", 0)
    claims = Claim.objects.values_list("status", "outstanding_fen")
    assert set(claims) == {("settled", 0)}
    payments = LoanPayment.objects.filter(loan=loan)
    assert set(payments.values_list("kind", flat=True)) == {"recovery"}
    to_holders = sum(p.principal_fen + p.interest_fen + p.overdue_interest_fen for p in payments)
    assert sum(free(user) for user in investors) - before == to_holders
    assert sum(p.principal_fen for p in payments) == 10_000_00
    # What was more than owed stays in the wallet.
    assert free(borrower) == funded_fen - sum(p.amount_fen for p in payments)
    assert_sound()


def test_write_off_moves_the_principal_claim_by_claim_and_nobody_loses_a_claim(
    loan: Loan, investors: list[User], officer: User, manager: User
) -> None:
    called_in(loan, officer, manager)
    loan.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        propose_write_off(loan=loan, maker=officer, reason="太早")
    assert refusal.value.code == "too_early"
    with pytest.raises(Refused) as refusal:
        record_legal_step(loan=loan, kind="legal_close", done_on=clock.today(), actor=officer)
    assert refusal.value.code == "no_right"
    record_legal_step(loan=loan, kind="legal_close", done_on=clock.today(), actor=manager)
    row = propose_write_off(loan=loan, maker=officer, reason="终本裁定")
    approve(manager)
    row.refresh_from_db()
    loan.refresh_from_db()
    assert (row.status, loan.status, loan.outstanding_fen) == ("done", "written_off", 10_000_00)
    moves = Transfer.objects.filter(entry=row.entry_id).order_by("pk")
    assert [(m.debit.code, m.credit.code, m.amount_fen) for m in moves] == [
        ("2301", "1301", 3_300_00),
        ("1302", "2302", 3_300_00),
        ("2301", "1301", 6_700_00),
        ("1302", "2302", 6_700_00),
    ]
    assert {c.status for c in Claim.objects.filter(loan=loan)} == {"written_off"}
    assert Message.objects.filter(template="claim_written_off", channel="inbox").count() == 2
    assert_sound()


def test_documented_costs_come_first_and_only_approved_ones(
    loan: Loan, borrower: User, investors: list[User], officer: User, manager: User
) -> None:
    close_before(LATE)
    loan.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        record_legal_step(loan=loan, kind="suit", done_on=LATE, actor=officer, cost_fen=50_00)
    assert refusal.value.code == "cost_without_paper"
    step = record_legal_step(
        loan=loan, kind="suit", done_on=LATE, actor=officer, cost_fen=120_00, paper=picture_file()
    )
    propose_cost(loan=loan, number=step.number, maker=officer, reason="诉讼费")
    loan.refresh_from_db()
    assert loan.costs_owed_fen == 0
    approve(manager)
    loan.refresh_from_db()
    assert loan.costs_owed_fen == 120_00
    assert_sound()
    fund(borrower, 100_00)
    close_through(LATE)
    payment = LoanPayment.objects.get()
    assert (payment.amount_fen, payment.costs_fen, payment.kind) == (100_00, 100_00, "automatic")
    assert not ClaimReceipt.objects.exists()
    fund(borrower, 100_00)
    paid = pay_loan(loan=loan, payer=borrower, amount_fen=100_00, key="k")
    assert (paid.costs_fen, paid.interest_fen) == (20_00, 61_67)
    assert LegalStep.objects.get().cost_paid_fen == 120_00
    assert_sound()


def test_recovery_counts_from_the_banks_date(
    loan: Loan, borrower: User, investors: list[User], officer: User, manager: User
) -> None:
    written_off(loan, officer, manager)
    later = NAMED + dt.timedelta(days=31)
    close_before(later)
    loan.refresh_from_db()
    fund(borrower, 20_000_00)
    with pytest.raises(Refused) as refusal:
        recover_loan(loan=loan, amount_fen=1, value_on=later + dt.timedelta(days=1), actor=officer, key="a")
    assert refusal.value.code == "bad_value_date"
    value_on = later - dt.timedelta(days=10)
    rows = list(Instalment.objects.filter(loan=loan, superseded_at=None).order_by("n"))
    overdue_fen = sum(round(row.principal_fen * 11 * (value_on - row.due_on).days / 36_500) for row in rows)
    owed_fen = sum(row.total_fen for row in rows) + overdue_fen
    payment = recover_loan(loan=loan, amount_fen=owed_fen, value_on=value_on, actor=officer, key="b")
    assert (payment.overdue_interest_fen, payment.paid_on, payment.value_on) == (overdue_fen, later, value_on)
    again = recover_loan(loan=loan, amount_fen=owed_fen, value_on=value_on, actor=officer, key="b")
    assert again == payment
    loan.refresh_from_db()
    assert (loan.status, free(borrower)) == ("settled", 20_000_00 - owed_fen)
    assert_sound()


def test_holders_read_the_steps_and_no_name(
    client: Client, loan: Loan, borrower: User, investors: list[User], officer: User, manager: User
) -> None:
    called_in(loan, officer, manager)
    loan.refresh_from_db()
    record_legal_step(loan=loan, kind="suit", done_on=NAMED, actor=officer, note="李借拒接电话")
    deliver_events()
    words = [str(step.words) for step in steps_of(loan)]
    assert len(words) >= 4
    client.force_login(investors[0])
    claim = Claim.objects.get(holder=investors[0])
    page = client.get(f"/invest/claims/{claim.number}/").content.decode()
    assert "已提起诉讼" in page
    assert "李借" not in page
    assert "拒接" not in page


def test_the_office_walks_from_arrears_to_recovery(
    client: Client, loan: Loan, borrower: User, officer: User, manager: User
) -> None:
    close_before(LATE)
    arrive(officer, client=client)
    path = f"/office/lending/loans/{loan.number}"
    assert client.get(f"{path}/arrears/").status_code == 200
    assert client.post(f"{path}/call-in/", {"reason": ""}).status_code == 400
    assert not Acceleration.objects.exists()
    assert client.post(f"{path}/call-in/", {"reason": "两期未还"}).status_code == 302
    approve(manager)
    close_through(NAMED)
    step = {"kind": "legal_close", "done_on": NAMED.isoformat(), "note": ""}
    assert client.post(f"{path}/legal-step/", step).status_code == 400
    arrive(manager, client=client)
    assert client.post(f"{path}/legal-close/", step).status_code == 302
    arrive(officer, client=client)
    assert client.post(f"{path}/write-off/", {"reason": "终结"}).status_code == 302
    approve(manager)
    fund(borrower, 500_00)
    today = clock.today().isoformat()
    form = {"amount_fen": "500.00", "value_on": today, "idempotency_key": "k1"}
    assert client.post(f"{path}/recover/", form).status_code == 302
    assert LoanPayment.objects.get().kind == "recovery"
    page = client.get(f"{path}/arrears/").content.decode()
    assert loan.number in page
    client.force_login(borrower)
    assert client.get(f"/borrow/loans/{loan.number}/").status_code == 200
    assert client.get(f"/borrow/loans/{loan.number}/repay/").status_code == 200
    assert client.get("/me/").status_code == 200


def test_the_office_the_arrears_page_and_the_borrower_read_one_debt(
    loan: Loan, borrower: User, investors: list[User], officer: User, manager: User
) -> None:
    close_before(LATE)
    loan.refresh_from_db()
    assert len(debts(loan, borrower, officer, LATE)) == 1
    written_off(loan, officer, manager)
    # Six weeks later the rows still keep what the write-off found; what is owed went on.
    later = NAMED + dt.timedelta(days=42)
    close_before(later)
    loan.refresh_from_db()
    kept = sum(row.unpaid_fen for row in Instalment.objects.filter(loan=loan, superseded_at=None))
    [debt] = debts(loan, borrower, officer, later)
    assert (loan.status, debt > kept) == ("written_off", True)


def debts(loan: Loan, borrower: User, officer: User, on: dt.date) -> set[int]:
    """What each page says is owed today: one figure, to the fen."""
    with clock.simulated(on):
        office = arrive(officer).get(f"/office/lending/loans/{loan.number}/").context
        arrears = arrive(officer).get(f"/office/lending/loans/{loan.number}/arrears/").context
        own = arrive(borrower).get(f"/borrow/loans/{loan.number}/").context
        parts = [owed_to_claim(claim, on) for claim in Claim.objects.filter(loan=loan)]
    today = [row for row in office["instalments"] if row.due_on <= on]
    fees_fen = sum(row.unpaid_fee_fen for row in today)
    return {
        office["now_fen"],
        sum(row.unpaid_fen for row in today),
        arrears["now_fen"],
        own["headline"].amount_fen,
        sum(row.unpaid_fen for row in own["file"].rows if row.due_on <= on),
        fees_fen + sum(part.total_fen for part in parts if part is not None),
    }


def reading_english(user: User) -> Client:
    """Return the browser of somebody who reads English."""
    client = arrive(user)
    client.cookies["django_language"] = "en"
    return client


def test_a_holder_of_a_written_off_loan_reads_what_is_still_owed(
    loan: Loan, borrower: User, investors: list[User], officer: User, manager: User
) -> None:
    written_off(loan, officer, manager)
    claim = Claim.objects.filter(loan=loan).order_by("pk")[0]
    page = reading_english(claim.holder).get(f"/invest/claims/{claim.number}/")
    text = page.content.decode()
    assert "Nothing more is to come" not in text
    assert "Written off, and still owed" in text
    owed = page.context["owed"]
    assert owed.principal_fen == claim.outstanding_fen == 3_300_00
    assert owed.overdue_interest_fen > 0
    # The borrower is not told that nothing is owed.
    answer = (
        reading_english(borrower).get(f"/borrow/loans/{loan.number}/hardship/", follow=True).content.decode()
    )
    assert "already paid off" not in answer
    assert "written off but still owed" in answer
    # Nothing is left to call in.
    arrears = reading_english(officer).get(f"/office/lending/loans/{loan.number}/arrears/").content.decode()
    assert "may be called in," not in arrears
    assert "nothing is left to call in" in arrears


def test_a_loan_called_in_or_past_its_end_is_not_offered_to_be_called_in(
    loan: Loan, officer: User, manager: User
) -> None:
    close_before(LATE)
    [book] = read_books([loan.pk])
    assert in_english(loan, None, measure_default(book, LATE)).startswith("The loan may be called in,")
    past_its_end = measure_default(book, dt.date(2027, 2, 1))
    assert "nothing is left" in in_english(loan, None, past_its_end)
    row = notice(loan, officer, manager)
    assert "Notice is given" in in_english(loan, row, measure_default(book, LATE))
    close_through(NAMED)
    row.refresh_from_db()
    assert in_english(loan, row, measure_default(book, NAMED)).startswith("Called in on")


def test_the_called_in_balance_says_what_it_is(loan: Loan, officer: User, manager: User) -> None:
    called_in(loan, officer, manager)
    loan = Loan.objects.select_related("product_version", "application").get(pk=loan.pk)
    [file] = read_loan_files([loan], NAMED)
    with translation.override("en"):
        reasons = [next(line.sum for line in row.why if line.label == "Principal") for row in timeline(file)]
    assert "(1 + i)^" in reasons[0]
    assert "not yet due when the loan was called in" in reasons[-1]


def in_english(loan: Loan, row: Acceleration | None, test: Measured) -> str:
    with translation.override("en"):
        return call_in_words(loan, row, test)
