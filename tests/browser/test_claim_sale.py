"""A lender sells a claim in parts: the preview, two buyers, what is told, and what the next instalment brings."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from accounts.invariants import check_all
from accounts.models import User
from accounts.services.deliver_events import deliver_events
from lending.models import ClaimOffer, ClaimReceipt, ClaimSale, Loan
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.people import enter_as
from tests.closing import close_through
from tests.lending.claim_sales.factories import claim_of, make_sellable_loan
from tests.lending.factories import make_investor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE_MS = 20_000


@pytest.fixture
def loan(transactional_db: None) -> Loan:
    return make_sellable_loan()


def put_up(page: Page, loan: Loan, words: tuple[str, str, str], *, amount: str, price: str) -> ClaimOffer:
    sell, show, put = words
    claim = claim_of(loan)
    page.goto(f"/invest/claims/{claim.number}/")
    page.get_by_role("link", name=sell).click()
    page.locator("main input[name=amount]").first.fill(amount)
    page.locator("main input[name=price]").first.fill(price)
    page.get_by_role("button", name=show).click()
    page.locator("main input[name=agrees]").check()
    page.get_by_role("button", name=put).click()
    expect(page).to_have_url(re.compile(r"/invest/claims/offers/$"))
    return ClaimOffer.objects.latest("pk")


def buy(page: Page, offer: ClaimOffer, words: tuple[str, str], *, amount: str) -> ClaimSale:
    """Find the offer in the market, ask for a part of it, read the notice, and buy."""
    work_out, purchase = words
    page.goto("/invest/claims/?sort=rate")
    page.locator(f"main a[href='/invest/claims/offers/{offer.number}/']").click()
    page.locator("main form[method=get] input[name=amount]").fill(amount)
    page.get_by_role("button", name=work_out).click()
    press = page.locator("main").get_by_role("button", name=purchase)
    expect(press).to_be_disabled()
    for name in ("risk", "mandate"):
        page.locator(f"main input[name={name}]").check()
    expect(press).to_be_enabled(timeout=PATIENCE_MS)
    press.click()
    expect(page.locator("h1")).to_contain_text("CS")
    return ClaimSale.objects.latest("pk")


def test_a_claim_is_sold_in_parts_and_each_part_gets_its_share(
    front: Company, new_page: PageMaker, loan: Loan
) -> None:
    seller = claim_of(loan).holder
    buyers = [make_investor(f"b{n}@example.cn", funds_fen=20_000_00) for n in range(2)]
    selling = new_page()
    enter_as(selling, seller, front.url)
    offer = put_up(selling, loan, ("转让该债权", "测算可得金额", "挂牌转让"), amount="5000", price="98.5")
    expect(selling.locator("main")).to_contain_text(offer.number)
    expect(selling.locator("main")).to_contain_text("98.50%")

    sales = []
    for buyer, amount, is_phone in ((buyers[0], "2000", False), (buyers[1], "3000", True)):
        buying = new_page(phone=is_phone)
        enter_as(buying, buyer, front.url)
        sales.append(buy(buying, offer, ("试算", "受让"), amount=amount))
        expect(buying.locator("main")).to_contain_text("公允价值")
        expect(buying.locator("main")).to_contain_text(sales[-1].bought_claim.number)
    offer.refresh_from_db()
    assert (offer.status, [sale.principal_fen for sale in sales]) == ("sold", [2_000_00, 3_000_00])
    selling.goto("/invest/claims/trades/")
    for sale in sales:
        expect(selling.locator("main")).to_contain_text(sale.number)

    deliver_events()
    _the_borrower_reads(front, new_page, loan.borrower)
    close_through(dt.date(2026, 3, 15))
    got = ClaimReceipt.objects.filter(payment__paid_on=dt.date(2026, 3, 15)).order_by("claim")
    assert [row.holder for row in got] == [seller, *buyers]
    assert all(row.interest_fen and row.principal_fen for row in got)
    selling.goto("/invest/receipts/")
    expect(selling.locator("main")).to_contain_text("来自您债权的受让人")
    assert [finding for finding in check_all() if not finding.ok] == []


def _the_borrower_reads(front: Company, new_page: PageMaker, borrower: User) -> None:
    page = new_page()
    enter_as(page, borrower, front.url)
    page.goto("/me/messages/")
    expect(page.locator("main")).to_contain_text("部分债权已转让")


def test_in_english_on_a_phone(front: Company, new_page: PageMaker, loan: Loan) -> None:
    selling = new_page(phone=True, language="en")
    enter_as(selling, claim_of(loan).holder, front.url)
    words = ("Sell this claim", "Show what it brings", "Put it on the market")
    offer = put_up(selling, loan, words, amount="1000", price="100")
    buying = new_page(language="en")
    enter_as(buying, make_investor("buyer@example.cn"), front.url)
    buy(buying, offer, ("Work it out", "Buy for"), amount="1000")
    expect(buying.locator("main")).to_contain_text("at par")
    selling.goto("/invest/claims/offers/")
    expect(selling.locator("main")).to_contain_text("Sold")
