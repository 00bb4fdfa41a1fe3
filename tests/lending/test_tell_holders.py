"""Lenders read once a day what came in, however many payments it were."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.models import Message, User
from lending.models import ClaimReceipt, Loan
from lending.services.pay_loan import pay_loan
from lending.services.tell_holders import find_holders_to_tell, tell_holders
from tests.closing import close_before, close_through, set_today
from tests.lending import factories

pytestmark = pytest.mark.django_db

START = dt.date(2026, 1, 15)
DUE = dt.date(2026, 2, 15)
LENDERS = 5


@pytest.fixture
def investors(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor(f"lender{n}@example.cn") for n in range(LENDERS)]


@pytest.fixture
def loan(borrower: User, investors: list[User]) -> Loan:
    """¥10,000 over 12 months at 7.4 % from five investors, ¥2,000 each."""
    with clock.simulated(START):
        return factories.make_active_loan(borrower, dict.fromkeys(investors, 2_000_00))


def told(user: User) -> list[Message]:
    return list(Message.objects.filter(to=user, template="payments_received"))


def test_one_message_for_a_day_of_two_payments_in_the_inbox_only(
    loan: Loan, borrower: User, investors: list[User]
) -> None:
    close_before(DUE)
    assert told(investors[0]) == []
    pay_loan(loan=loan, payer=borrower, amount_fen=100_00, key="one")
    close_through(DUE)
    for investor in investors:
        [message] = told(investor)
        receipts = list(ClaimReceipt.objects.filter(holder=investor))
        total_fen = sum(receipt.total_fen for receipt in receipts)
        assert len(receipts) == 2
        assert (message.channel, message.category, message.link) == ("inbox", "money", "/invest/receipts/")
        assert message.subject == f"2026年2月15日 回款 ¥{total_fen // 100}.{total_fen % 100:02d}"
        assert "共收到 2 笔还款" in message.body
    assert told(borrower) == []
    assert tell_holders(business_date=DUE, holder_ids=[user.pk for user in investors]) == LENDERS
    assert len(told(investors[0])) == 1


def test_a_day_without_payments_tells_nobody(loan: Loan) -> None:
    assert find_holders_to_tell(START, 0, 10) == []


def test_holders_are_walked_in_pages_and_told_in_a_constant_number_of_statements(
    loan: Loan, investors: list[User]
) -> None:
    close_through(DUE)
    ids = sorted(user.pk for user in investors)
    assert find_holders_to_tell(DUE, 0, 3) == ids[:3]
    assert find_holders_to_tell(DUE, ids[2], 10) == ids[3:]
    Message.objects.filter(template="payments_received").delete()
    tell_holders(business_date=DUE, holder_ids=ids[:1])
    counts = []
    for some in (ids[1:2], ids[2:]):
        with CaptureQueriesContext(connection) as asked:
            tell_holders(business_date=DUE, holder_ids=some)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9
    assert Message.objects.filter(template="payments_received").count() == LENDERS
