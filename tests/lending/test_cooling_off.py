"""A first loan given back within its days: principal only; the company pays the holders' interest."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.errors import Refused
from accounts.invariants import check_all
from accounts.models import EventDelivery, Message, User
from accounts.services.deliver_events import deliver_events
from finance import chart
from finance.errors import InsufficientFunds
from finance.models import Entry, Transfer
from finance.posting import EntryInput, TransferInput
from finance.queries.wallets import wallet_balance
from finance.services.post_entries import post_entries
from lending.models import Claim, Instalment, Loan, LoanPayment
from lending.services.pay_loan import pay_loan
from lending.services.return_loan import return_loan
from tests.arrivals import arrive
from tests.closing import close_before, set_today
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
    """¥10,000 over 12 months at 7.4 % from two investors, 3,300 and 6,700."""
    with clock.simulated(START):
        return factories.make_active_loan(borrower, {investors[0]: 3_300_00, investors[1]: 6_700_00})


def free(user: User) -> int:
    return wallet_balance(user).available_fen


def top_up_company(fen: int = 1_000_00) -> None:
    """The company puts money of its own into custody (1001 → 2190, 1003 → 1002)."""
    transfers = [
        TransferInput(chart.custody_bank(), chart.company_in_custody(), fen),
        TransferInput(chart.due_from_custody(), chart.company_bank(), fen),
    ]
    post_entries([EntryInput("company.top_up", "test", "top-up", transfers)])


def lending_findings() -> list[str]:
    """What is unsound; the sandbox bank knows nothing of the company's money made up above."""
    return [one.name for one in check_all() if not one.ok and "statement" not in one.name]


def test_the_principal_goes_back_and_the_company_pays_the_days(
    loan: Loan, borrower: User, investors: list[User]
) -> None:
    top_up_company()
    close_before(dt.date(2026, 1, 22))
    before = [free(user) for user in (borrower, *investors)]
    payment = return_loan(loan=loan, payer=borrower, key="one")
    assert return_loan(loan=loan, payer=borrower, key="one").pk == payment.pk
    assert (payment.kind, payment.amount_fen, payment.principal_fen) == (
        "cooling_off",
        10_000_00,
        10_000_00,
    )
    deliver_events()
    deliver_events()
    after = [free(user) for user in (borrower, *investors)]
    # 10,000 × 7.4 % × 7 / 360 = 14.3888; by 33 and 67 in a hundred: 4.7487 and 9.6413.
    assert [b - a for a, b in zip(before, after, strict=True)] == [
        -10_000_00,
        3_300_00 + 4_75,
        6_700_00 + 9_64,
    ]
    reward = Transfer.objects.filter(entry__kind="loan.cooling_reward")
    assert sorted(reward.values_list("debit__code", "credit__code", "amount_fen")) == [
        ("2190", "2001", 4_75),
        ("2190", "2001", 9_64),
        ("5001", "1003", 14_39),
    ]
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_fen) == ("settled", 0)
    assert set(Claim.objects.values_list("status", "outstanding_fen")) == {("settled", 0)}
    rows = Instalment.objects.filter(loan=loan)
    assert all(
        row.interest_not_owed_fen == row.interest_fen and row.fee_not_owed_fen == row.fee_fen for row in rows
    )
    assert Message.objects.filter(template="loan_returned", channel="inbox").count() == 2
    assert lending_findings() == []


def test_after_the_days_or_a_payment_it_is_an_early_settlement(loan: Loan, borrower: User) -> None:
    close_before(dt.date(2026, 1, 22))
    pay_loan(loan=loan, payer=borrower, amount_fen=100_00, key="pay")
    with pytest.raises(Refused) as refused:
        return_loan(loan=loan, payer=borrower, key="a")
    assert refused.value.code == "paid_already"
    close_before(dt.date(2026, 1, 23))
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        return_loan(loan=loan, payer=borrower, key="b")
    assert refused.value.code == "cooling_over"
    assert Entry.objects.count() == entries


def test_nothing_moves_without_the_whole_principal(loan: Loan, borrower: User) -> None:
    from finance.custody.sandbox_customer import pay_out

    pay_out(borrower, 1_00)
    with pytest.raises(InsufficientFunds):
        return_loan(loan=loan, payer=borrower, key="poor")
    assert LoanPayment.objects.count() == 0


def test_a_second_loan_is_not_returned(loan: Loan, borrower: User) -> None:
    fund(borrower, 1_000_00)
    top_up_company()
    return_loan(loan=loan, payer=borrower, key="first")
    deliver_events()
    second = factories.make_active_loan(borrower)
    with pytest.raises(Refused) as refused:
        return_loan(loan=second, payer=borrower, key="second")
    assert refused.value.code == "not_first"


def test_the_reward_waits_while_the_company_is_short(
    loan: Loan, borrower: User, investors: list[User]
) -> None:
    close_before(dt.date(2026, 1, 20))
    before = free(investors[0])
    return_loan(loan=loan, payer=borrower, key="one")
    deliver_events()
    assert free(investors[0]) == before + 3_300_00
    assert EventDelivery.objects.filter(consumer="lending.reward_of_return", done_at=None).count() == 1


def test_the_page_says_what_goes_back_and_does_it(loan: Loan, borrower: User) -> None:
    client = Client()
    arrive(borrower, client=client)
    path = f"/borrow/loans/{loan.number}/return/"
    assert path in client.get(f"/borrow/loans/{loan.number}/").content.decode()
    page = client.get(path)
    assert [fact.value for fact in page.context["facts"]][:4] == [
        "¥10,000.00",
        "¥0.00",
        "¥0.00",
        "¥10,000.00",
    ]
    key = page.context["form"]["idempotency_key"].value()
    assert client.post(path, {"idempotency_key": key}).url == f"/borrow/loans/{loan.number}/"
    loan.refresh_from_db()
    assert loan.status == "settled"
    assert client.get(path).url == f"/borrow/loans/{loan.number}/"
