"""Lenders see what is bought, from whom and for how much, and find the listings of one dealer."""

import pytest

from accounts.models import Dealer, User
from lending.models import Listing
from tests import dealers
from tests.arrivals import arrive
from tests.factories import make_customer
from tests.lending import factories
from tests.lending.goods import factories as goods

pytestmark = pytest.mark.django_db


def listing_of(dealer: Dealer, name: str) -> Listing:
    order = goods.down_paid(dealer, make_customer(f"{name}@example.cn", name="李买"))
    return Listing.objects.get(application=order.application_id)


def test_a_goods_listing_names_dealer_goods_price_and_down_payment(dealer: Dealer) -> None:
    listing = listing_of(dealer, "one")
    viewer = arrive(factories.make_investor("viewer@example.cn"))
    page = viewer.get(f"/market/{listing.number}/").content.decode()
    told = [dealer.organisation.legal_name, dealer.number, "实木餐桌", "¥12,000.00", "¥2,000.00", "16.67%"]
    assert [words for words in told if words not in page] == []


def test_a_cash_listing_names_no_dealer(dealer: Dealer, borrower: User) -> None:
    listing = factories.make_listing(borrower)
    page = arrive(factories.make_investor("viewer@example.cn")).get(f"/market/{listing.number}/")
    assert "销售经销商" not in page.content.decode()


def test_the_market_is_narrowed_to_one_dealer(dealer: Dealer, borrower: User) -> None:
    other = dealers.active("other@dealer.cn", name="广州百乐电器有限公司")
    wanted, unwanted = listing_of(dealer, "one"), listing_of(other, "two")
    cash = factories.make_listing(borrower)
    viewer = arrive(factories.make_investor("viewer@example.cn"))
    page = viewer.get("/market/", {"dealer": dealer.number}).content.decode()
    shown = [row.number in page for row in (wanted, unwanted, cash)]
    assert shown == [True, False, False]
    whole = viewer.get("/market/").content.decode()
    assert [row.number in whole for row in (wanted, unwanted, cash)] == [True, True, True]
    assert whole.count(other.organisation.legal_name) == 2
