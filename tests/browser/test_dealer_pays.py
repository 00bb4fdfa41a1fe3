"""A loan whose interest the dealer pays, in a real browser: offer, listing, delivery, settlements; the scorecard."""

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Dealer, User
from accounts.services.deliver_events import deliver_events
from finance.services.verify_books import verify_books
from lending.models import Listing
from lending.services.pay_down_payment import pay_down_payment
from tests import dealers
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.life import Walker
from tests.browser.people import enter_as
from tests.browser.test_goods_life import BUYER, START, hand_over
from tests.closing import close_through, set_today
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.lending.goods.test_returns import asked
from tests.lending.goods.test_scorecard import score_from
from tests.money import fund

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dealer(transactional_db: None) -> Dealer:
    set_today(START)
    return dealers.active()


@pytest.fixture
def customer(transactional_db: None) -> User:
    return make_customer(BUYER, name="李买")


def shows(page: Page, *words: str | re.Pattern[str]) -> None:
    for one in words:
        expect(page.locator("#main").get_by_text(one).locator("visible=true").first).to_be_visible()


@pytest.mark.slow
def test_the_customer_pays_nothing_for_the_loan_and_the_lenders_get_their_yield(
    front: Company, new_page: PageMaker, tmp_path: Path, dealer: Dealer, customer: User
) -> None:
    lender = factories.make_investor("lender@example.cn")
    order = goods.approved(dealer, customer, product_code="home-free")
    buyer, reader, clerk = new_page(phone=True), new_page(language="en"), new_page()
    enter_as(buyer, customer, front.url)
    enter_as(reader, lender, front.url)
    enter_as(clerk, dealers.owner(dealer), front.url)

    buyer.goto(f"/borrow/applications/{order.application.number}/")
    shows(buyer, "¥405.34", "0.00%")
    buyer.locator("#sign details summary").click()
    shows(buyer, re.compile("商家贴息$"))
    Walker(buyer).accept_offer()

    listing = Listing.objects.get()
    reader.goto(f"/market/{listing.number}/")
    shows(reader, "7.40%", "0.00%", "¥405.34")
    fund(customer, 2_000_00)
    pay_down_payment(order=goods.fresh(order), customer=customer)
    factories.bid(lender, listing, 10_000_00)
    deliver_events()

    hand_over(clerk, order.number, tmp_path, paid="¥10,894.66")
    deliver_events()
    fund(customer, 805_44)
    close_through(dt.date(2026, 2, 15))
    clerk.goto("/dealer/settlements/?period=2026-01")
    shows(clerk, "−¥405.34")
    clerk.goto("/dealer/money/")
    clerk.get_by_role("link", name="全部明细").click()
    expect(clerk).to_have_url(re.compile(r"/dealer/money/statement/$"))
    shows(clerk, "¥10,894.66", "−¥61.67")
    buyer.goto(f"/borrow/loans/{goods.fresh(order).loan.number}/")
    shows(buyer, "¥405.34", "¥805.44")
    assert verify_books().is_ok


def test_the_scorecard_is_read_on_both_sides(
    front: Company, new_page: PageMaker, dealer: Dealer, customer: User
) -> None:
    asked(goods.delivered(dealer, customer))
    score_from(1)
    office, owner = new_page(), new_page(phone=True, language="en")
    enter_as(office, make_staff("business@example.cn", "business_manager"), front.url)
    enter_as(owner, dealers.owner(dealer), front.url)
    office.goto(f"/office/accounts/dealers/{dealer.number}/")
    shows(office, "经销商评分卡", "较差", "100.00%")
    owner.goto("/dealer/")
    shows(owner, "Scorecard", "Poor", "100.00%")
