"""Interest of many loans paid by their dealers in one batch: no statement more for many, and the same books."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.errors import StaleState
from accounts.invariants import check_all
from accounts.models import Dealer, User
from finance.models import Hold
from finance.queries.digest import books_digest
from finance.services.place_hold import place_hold
from finance.services.release_hold_groups import HoldGroup, release_hold_groups
from lending.models import GoodsOrder, InterestSubsidy, LoanPayment
from lending.repayment import closing
from lending.services.pay_subsidies import find_subsidies_due, pay_subsidies
from tests import dealers
from tests.closing import close_before, close_through, set_today
from tests.factories import make_customer
from tests.finance.ledger_helpers import deposit as give
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.money import fund

pytestmark = pytest.mark.django_db
START, DUE = dt.date(2026, 1, 15), dt.date(2026, 2, 15)


@pytest.fixture
def orders(db: None) -> list[GoodsOrder]:
    """Three loans of two dealers at 0 % that fall due together; the first customer has money, the others have none."""
    set_today(START)
    sellers = [dealers.active(), dealers.active("other@dealer.cn")]
    lender = factories.make_investor("lender@example.cn")
    made = []
    for number in range(3):
        buyer = make_customer(f"buyer{number}@example.cn", name="王买")
        order = goods.delivered(
            sellers[number % 2], buyer, {lender: 10_000_00}, product_code="home-free", periods=3
        )
        made.append(order)
    fund(made[0].customer, 10_000_00)
    return made


def statements(ids: list[int]) -> int:
    with transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            assert pay_subsidies(business_date=DUE, loan_ids=ids) == len(ids)
        transaction.set_rollback(True)
    return len(asked)


def test_more_loans_cost_no_statement(orders: list[GoodsOrder]) -> None:
    close_before(DUE)
    ids = find_subsidies_due(DUE, 0, 10)
    assert ids == [order.loan_id for order in orders]
    assert statements(ids) == statements(ids[:1])
    assert pay_subsidies(business_date=DUE, loan_ids=ids) == 3
    assert LoanPayment.objects.filter(kind="dealer").count() == 3
    # Each hold ended by the entry of its own loan.
    released = InterestSubsidy.objects.filter(paid_fen__gt=0).select_related(
        "hold__ended_entry", "payment__loan"
    )
    assert [one.hold.ended_entry.reference for one in released] == [
        one.payment.loan.number for one in released
    ]
    assert (find_subsidies_due(DUE, 0, 10), pay_subsidies(business_date=DUE, loan_ids=ids)) == ([], 0)
    assert [finding for finding in check_all() if not finding.ok] == []


def test_in_a_batch_and_one_by_one_the_books_are_the_same(
    orders: list[GoodsOrder], monkeypatch: pytest.MonkeyPatch
) -> None:
    def books() -> str:
        before = transaction.savepoint()
        close_through(DUE + dt.timedelta(days=2))
        digest = books_digest()
        assert LoanPayment.objects.filter(kind="dealer").count() == 3
        assert [finding for finding in check_all() if not finding.ok] == []
        transaction.savepoint_rollback(before)
        return digest

    def singly(*, business_date: dt.date, loan_ids: list[int]) -> int:
        return sum(pay_subsidies(business_date=business_date, loan_ids=[pk]) for pk in loan_ids)

    close_before(DUE - dt.timedelta(days=2))
    in_a_batch = books()
    with monkeypatch.context() as patch:
        patch.setattr(closing, "pay_subsidies", singly)
        assert books() == in_a_batch


def test_one_hold_that_has_ended_keeps_all_groups_where_they_are(dealer: Dealer) -> None:
    owner: User = dealers.owner(dealer)
    give(owner, 3_00)
    holds = [
        place_hold(owner=owner, amount_fen=1_00, purpose="return", reference=f"GO{n}", key=f"hold{n}")
        for n in range(3)
    ]
    release_hold_groups(groups=[HoldGroup([holds[0].pk], "GO0", "back0")])
    groups = [HoldGroup([hold.pk], hold.reference, f"back{n}") for n, hold in enumerate(holds)]
    with pytest.raises(StaleState):
        release_hold_groups(groups=groups)
    assert list(Hold.objects.order_by("pk").values_list("status", flat=True)) == ["released", "held", "held"]
    assert release_hold_groups(groups=[]) == []
    [second, third] = release_hold_groups(groups=groups[1:])
    assert (second.id != third.id, second.is_new, third.is_new) == (True, True, True)
    again = release_hold_groups(groups=groups[1:])
    assert [(one.id, one.is_new) for one in again] == [(second.id, False), (third.id, False)]
