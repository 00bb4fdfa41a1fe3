"""When a dealer's retention is released: instalments of the schedule in force, or the loan's end; to the fen."""

import datetime as dt

import pytest

from accounts.invariants import check_all
from accounts.models import Dealer, User
from finance.queries.wallets import wallet_balance
from lending.models import GoodsOrder, Instalment, InterestSubsidy
from lending.queries.retention import paid_instalments_of
from lending.redrawing.restructure_story import plan_of
from tests import dealers
from tests.closing import close_before, close_through, set_today
from tests.lending.goods import factories as goods
from tests.lending.test_redrawing import prepay
from tests.lending.test_restructures import accept, offered
from tests.money import fund

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller(db: None) -> Dealer:
    set_today(dt.date(2026, 1, 15))
    return dealers.active()


def wallet(user: User) -> tuple[int, int]:
    balance = wallet_balance(user)
    return balance.available_fen, balance.held_fen


def assert_sound() -> None:
    assert [finding for finding in check_all() if not finding.ok] == []


def restructured(
    seller: Dealer, customer: User, day: dt.date, *, holiday: int = 0, **changes: object
) -> GoodsOrder:
    """An order whose loan had its first instalment paid, missed what came until the day, and was drawn anew then."""
    order = goods.delivered(seller, customer, **changes)
    fund(customer, order.loan.instalments.get(n=1).borrower_unpaid_fen)
    close_before(day)
    offer = offered(order.loan, extra=3, holiday=holiday)
    fund(customer, plan_of(offer).arrears_fen)  # type: ignore[union-attr]
    accept(offer)
    return goods.fresh(order)


def test_instalments_of_the_schedule_in_force_release_the_retention(seller: Dealer, customer: User) -> None:
    order, owner = restructured(seller, customer, dt.date(2026, 4, 25)), dealers.owner(seller)
    loan = order.loan
    rows = Instalment.objects.filter(loan=loan, superseded_at=None).order_by("n")
    # One paid of the first schedule; the two whose interest alone was paid gave way with the rest.
    assert [(row.n, row.due_on, row.settled_on is not None) for row in rows[:3]] == [
        (1, dt.date(2026, 2, 15), True),
        (2, dt.date(2026, 5, 15), False),
        (3, dt.date(2026, 6, 15), False),
    ]
    assert paid_instalments_of(order) == 1
    fund(customer, rows[1].total_fen + rows[2].total_fen)
    close_through(dt.date(2026, 5, 15))
    assert (paid_instalments_of(order), goods.fresh(order).status) == (2, "delivered")
    assert wallet(owner) == (11_200_00, 500_00)
    close_before(dt.date(2026, 6, 15))
    assert goods.fresh(order).status == "delivered"
    close_through(dt.date(2026, 6, 15))
    assert (paid_instalments_of(order), goods.fresh(order).status) == (3, "released")
    assert wallet(owner) == (11_700_00, 0)
    assert_sound()


def test_a_repaid_loan_of_fewer_instalments_than_the_number_releases_it(
    seller: Dealer, customer: User
) -> None:
    order, owner = goods.delivered(seller, customer), dealers.owner(seller)
    fund(customer, 867_11)
    close_before(dt.date(2026, 2, 25))
    fund(customer, 10_000_00)
    prepay(order.loan, customer, 9_000_00, "shorter_term")
    # The part paid early is no instalment; of the twelve one is paid and one is left.
    rows = order.loan.instalments.filter(superseded_at=None).order_by("n")
    assert list(rows.values_list("n", "is_prepayment")) == [(1, False), (2, True), (3, False)]
    assert paid_instalments_of(order) == 1
    close_before(dt.date(2026, 3, 15))
    assert (goods.fresh(order).status, wallet(owner)) == ("delivered", (11_200_00, 500_00))
    close_through(dt.date(2026, 3, 15))
    assert (paid_instalments_of(order), goods.fresh(order).loan.status) == (2, "settled")
    assert (goods.fresh(order).status, wallet(owner)) == ("released", (11_700_00, 0))
    assert_sound()


def test_an_instalment_that_the_dealer_alone_paid_does_not_count(seller: Dealer, customer: User) -> None:
    order = restructured(seller, customer, dt.date(2026, 3, 25), holiday=2, product_code="home-free")
    loan = order.loan
    rows = Instalment.objects.filter(loan=loan, superseded_at=None).order_by("n")
    assert [(row.principal_fen, row.borrower_unpaid_fen) for row in rows[1:3]] == [(0, 0), (0, 0)]
    close_through(dt.date(2026, 5, 15))
    assert set(rows.filter(n__lte=3).values_list("settled_on", flat=True)) == {
        dt.date(2026, 2, 15),
        dt.date(2026, 4, 15),
        dt.date(2026, 5, 15),
    }
    assert InterestSubsidy.objects.filter(instalment__loan=loan, paid_fen__gt=0).count() >= 3
    assert (paid_instalments_of(order), goods.fresh(order).status) == (1, "delivered")
    assert_sound()
