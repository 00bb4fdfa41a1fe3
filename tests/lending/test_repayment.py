"""What is paid on a loan, to the fen: on time, in part, late, early, and who gets it."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import Event, Message, User
from finance.errors import InsufficientFunds
from finance.models import Entry, Transfer
from finance.queries.wallets import wallet_balance
from lending.models import Claim, ClaimReceipt, Loan, LoanPayment
from lending.repayment.book import read_books
from lending.repayment.dues import collect_dues, settlement_of
from lending.services.pay_loan import pay_loan
from lending.services.settle_loan import settle_loan
from tests.closing import close_before, close_each_through, close_through, set_today
from tests.lending import factories
from tests.money import fund

START = dt.date(2026, 1, 15)


@pytest.fixture
def investors(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor("first@example.cn"), factories.make_investor("second@example.cn")]


@pytest.fixture
def loan(borrower: User, investors: list[User]) -> Loan:
    """¥10,000 over 12 months at 7.4 % from two investors, 3,300 and 6,700; monthly fee ¥6."""
    with clock.simulated(START):
        return factories.make_active_loan(borrower, {investors[0]: 3_300_00, investors[1]: 6_700_00})


def free(user: User) -> int:
    return wallet_balance(user).available_fen


def spend_all(user: User) -> None:
    """Take the borrower's money out of reach: what a loan brought is spent."""
    from finance.custody.sandbox_customer import pay_out

    pay_out(user, free(user))


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def test_instalment_on_time_is_debited_and_shared_to_the_fen(
    loan: Loan, borrower: User, investors: list[User]
) -> None:
    first = loan.instalments.get(n=1)
    assert (first.due_on, first.principal_fen, first.interest_fen, first.fee_fen) == (
        dt.date(2026, 2, 15),
        805_44,
        61_67,
        6_00,
    )
    before = [free(user) for user in (borrower, *investors)]
    close_through(dt.date(2026, 2, 15))
    after = [free(user) for user in (borrower, *investors)]
    # 805.44 × 0.33 = 265.7952, 61.67 × 0.33 = 20.3511: the larger remainder takes the fen that is left.
    assert [b - a for a, b in zip(before, after, strict=True)] == [-873_11, 265_80 + 20_35, 539_64 + 41_32]
    payment = LoanPayment.objects.get()
    assert (payment.kind, payment.paid_on, payment.amount_fen) == ("automatic", dt.date(2026, 2, 15), 873_11)
    assert Entry.objects.get(pk=payment.entry_id).business_date == dt.date(2026, 2, 15)
    fee = Transfer.objects.filter(entry=payment.entry_id, purpose="service_fee")
    # ¥6.00 with VAT at 6 %: 34 fen of VAT, the rest is income.
    assert sorted(fee.values_list("credit__code", "amount_fen")) == [
        ("2190", 6_00),
        ("2221", 34),
        ("4001", 5_66),
    ]
    loan.refresh_from_db()
    assert (loan.outstanding_fen, loan.overdue_since_on) == (9_194_56, None)
    assert_sound()


def test_a_whole_life_empties_every_claim_exactly(loan: Loan, borrower: User, investors: list[User]) -> None:
    fund(borrower, 1_000_00)
    for row in loan.instalments.order_by("n"):
        close_each_through(row.due_on)
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_fen, loan.settled_on) == ("settled", 0, dt.date(2027, 1, 15))
    assert set(Claim.objects.values_list("status", "outstanding_fen")) == {("settled", 0)}
    receipts = ClaimReceipt.objects.filter(holder=investors[0])
    assert sum(receipt.principal_fen for receipt in receipts) == 3_300_00
    assert LoanPayment.objects.count() == 12
    assert Event.objects.filter(kind="loan.settled").count() == 1
    assert_sound()


def test_part_of_an_instalment_by_hand_then_the_rest_at_the_close(loan: Loan, borrower: User) -> None:
    close_before(dt.date(2026, 2, 15))
    paid = pay_loan(loan=loan, payer=borrower, amount_fen=100_00, key="one")
    # Interest first, then principal (CC 561).
    assert (paid.interest_fen, paid.principal_fen, paid.fee_fen) == (61_67, 38_33, 0)
    assert pay_loan(loan=loan, payer=borrower, amount_fen=100_00, key="one").pk == paid.pk
    close_through(dt.date(2026, 2, 15))
    rest = LoanPayment.objects.latest("pk")
    assert (rest.kind, rest.interest_fen, rest.principal_fen, rest.fee_fen) == ("automatic", 0, 767_11, 6_00)
    assert_sound()


def test_refuses_more_than_due_and_next_and_moves_nothing(loan: Loan, borrower: User) -> None:
    entries, money = Entry.objects.count(), free(borrower)
    next_fen = loan.instalments.get(n=1).total_fen
    with pytest.raises(Refused) as refusal:
        pay_loan(loan=loan, payer=borrower, amount_fen=next_fen + 1, key="much")
    assert refusal.value.code == "too_much"
    for amount_fen in (0, -1):
        with pytest.raises(Refused):
            pay_loan(loan=loan, payer=borrower, amount_fen=amount_fen, key=f"bad{amount_fen}")
    assert (Entry.objects.count(), free(borrower), LoanPayment.objects.count()) == (entries, money, 0)
    assert pay_loan(loan=loan, payer=borrower, amount_fen=next_fen, key="next").amount_fen == next_fen


def test_refuses_without_money_and_moves_nothing(loan: Loan, borrower: User) -> None:
    spend_all(borrower)
    entries = Entry.objects.count()
    with pytest.raises(InsufficientFunds):
        pay_loan(loan=loan, payer=borrower, amount_fen=100_00, key="poor")
    assert (Entry.objects.count(), LoanPayment.objects.count()) == (entries, 0)
    loan.refresh_from_db()
    assert loan.outstanding_fen == 10_000_00


def test_late_principal_bears_the_overdue_rate_from_the_first_day_once_grace_is_over(
    loan: Loan, borrower: User
) -> None:
    spend_all(borrower)
    close_each_through(dt.date(2026, 2, 18))
    row = loan.instalments.get(n=1)
    # Three days of grace: 805.44 × 7.4 % × 3 / 365 = 0.4899.
    assert row.overdue_interest_fen == 49
    close_each_through(dt.date(2026, 2, 25))
    row.refresh_from_db()
    # Ten days at 11 %: 805.44 × 11 % × 10 / 365 = 2.4273.
    assert row.overdue_interest_fen == 2_43
    loan.refresh_from_db()
    assert loan.overdue_since_on == dt.date(2026, 2, 15)
    assert Event.objects.filter(kind="loan.overdue").count() == 1
    reminders = Message.objects.filter(template="instalment_overdue", channel="inbox")
    assert sorted(reminders.values_list("key", flat=True)) == [
        f"remind:{loan.number}:1:{days}" for days in (1, 3, 7)
    ]
    fund(borrower, 2_000_00)
    close_through(dt.date(2026, 2, 26))
    paid = LoanPayment.objects.get()
    # Paid on the eleventh day: 805.44 × 11 % × 11 / 365 = 2.6700.
    assert (paid.interest_fen, paid.principal_fen, paid.overdue_interest_fen, paid.fee_fen) == (
        61_67,
        805_44,
        2_67,
        6_00,
    )
    loan.refresh_from_db()
    assert loan.overdue_since_on is None
    assert_sound()


def test_paid_within_grace_bears_the_contract_rate_only(loan: Loan, borrower: User) -> None:
    spend_all(borrower)
    close_before(dt.date(2026, 2, 17))
    fund(borrower, 2_000_00)
    pay_loan(loan=loan, payer=borrower, amount_fen=873_11 + 33, key="late")
    paid = LoanPayment.objects.get()
    # Two days at the contract rate: 805.44 × 7.4 % × 2 / 365 = 0.3266.
    assert (paid.overdue_interest_fen, paid.amount_fen) == (33, 873_44)
    assert loan.instalments.get(n=1).settled_on == dt.date(2026, 2, 17)
    assert_sound()


def test_many_closes_and_one_late_look_give_the_same_overdue_interest(loan: Loan, borrower: User) -> None:
    spend_all(borrower)
    close_each_through(dt.date(2026, 4, 29))
    stored = [
        row.overdue_interest_fen for row in loan.instalments.filter(due_on__lt=clock.today()).order_by("n")
    ]
    book = read_books([loan.pk])[0]
    dues = collect_dues(book, dt.date(2026, 4, 29))
    assert [due.overdue_interest_fen for due in dues.now] == stored
    assert stored[0] > stored[1] > stored[2] > 0


def test_early_settlement_takes_interest_for_the_days_used(
    loan: Loan, borrower: User, investors: list[User]
) -> None:
    fund(borrower, 1_000_00)
    close_before(dt.date(2026, 3, 2))
    settlement = settlement_of(read_books([loan.pk])[0], clock.today())
    # 30/360 counts 17 days from 15 February to 2 March: 9,194.56 × 7.4 % × 17 / 360 = 32.1299;
    # the fee of the running month by its days: 6.00 × 17 / 30 = 3.40.
    assert (
        settlement.principal_fen,
        settlement.interest_fen,
        settlement.fee_fen,
        settlement.early_fee_fen,
    ) == (
        9_194_56,
        32_13,
        3_40,
        0,
    )
    with pytest.raises(Refused) as refusal:
        settle_loan(loan=loan, payer=borrower, shown_fen=settlement.total_fen - 1, key="wrong")
    assert refusal.value.code == "figure_changed"
    before = free(borrower)
    paid = settle_loan(loan=loan, payer=borrower, shown_fen=settlement.total_fen, key="settle")
    assert settle_loan(loan=loan, payer=borrower, shown_fen=settlement.total_fen, key="settle").pk == paid.pk
    assert before - free(borrower) == 9_194_56 + 32_13 + 3_40
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_fen) == ("settled", 0)
    assert set(Claim.objects.values_list("status", "outstanding_fen")) == {("settled", 0)}
    assert not loan.instalments.filter(settled_at=None).exists()
    assert_sound()


def test_settlement_on_the_day_of_disbursement_costs_nothing(loan: Loan, borrower: User) -> None:
    settlement = settlement_of(read_books([loan.pk])[0], START)
    assert (settlement.total_fen, settlement.interest_fen) == (10_000_00, 0)
    settle_loan(loan=loan, payer=borrower, shown_fen=10_000_00, key="at once")
    assert_sound()


def test_an_ended_loan_takes_no_more_money(loan: Loan, borrower: User) -> None:
    settle_loan(loan=loan, payer=borrower, shown_fen=10_000_00, key="end")
    with pytest.raises(Refused) as refusal:
        pay_loan(loan=loan, payer=borrower, amount_fen=100, key="after")
    assert refusal.value.code == "loan_ended"


def test_two_loans_of_one_wallet_are_debited_within_its_money(loan: Loan, borrower: User) -> None:
    with clock.simulated(START):
        second = factories.make_active_loan(
            borrower, amount_fen=5_000_00, product="short", periods=1, method="bullet", purpose="travel"
        )
    spend_all(borrower)
    fund(borrower, 1_000_00)
    close_through(dt.date(2026, 2, 15))
    payments = {payment.loan_id: payment.amount_fen for payment in LoanPayment.objects.all()}
    # Both are due on the same day: the older loan is served first, the other takes what is left.
    assert payments == {loan.pk: 873_11, second.pk: 126_89}
    assert free(borrower) == 0
    assert_sound()


def test_a_second_close_step_of_the_same_day_debits_nothing_more(loan: Loan, borrower: User) -> None:
    from lending.services.debit_loans import debit_loans

    close_through(dt.date(2026, 2, 15))
    with clock.closing(dt.date(2026, 2, 15)):
        assert debit_loans(business_date=dt.date(2026, 2, 15), loan_ids=[loan.pk]) == []
    assert LoanPayment.objects.count() == 1


def test_a_batch_of_debits_takes_a_constant_number_of_statements(
    borrower: User, stranger: User, investors: list[User], django_assert_max_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lending.services.debit_loans import debit_loans

    with clock.simulated(START):
        one = factories.make_active_loan(borrower, {investors[0]: 5_000_00, investors[1]: 5_000_00})
        loans = [one]
        for purpose in ("travel", "rent", "medical", "wedding"):
            person = factories.make_customer(f"{purpose}@example.cn", name="钱多")
            loans.append(
                factories.make_active_loan(
                    person, {investors[0]: 5_000_00, investors[1]: 5_000_00}, purpose=purpose
                )
            )
    day = dt.date(2026, 2, 15)
    counts = []
    with clock.closing(day):
        # The first debit of all opens the company's accounts; what follows is the usual.
        debit_loans(business_date=day, loan_ids=[loans[0].pk])
        for ids in ([loans[1].pk], [loan.pk for loan in loans[2:]]):
            with CaptureQueriesContext(connection) as captured:
                debit_loans(business_date=day, loan_ids=ids)
            counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Loan.objects.filter(payments__isnull=False).count() == 5
