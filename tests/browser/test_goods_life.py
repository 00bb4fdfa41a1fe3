"""A dealer's order in a real browser, from the quote in the store to the release of the retention."""

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts import clock
from accounts.models import Dealer, User
from accounts.services.deliver_events import deliver_events
from finance.services.verify_books import verify_books
from lending.models import Application, GoodsOrder, Listing
from lending.services.forward_application import forward_application
from lending.services.record_decision import Approval, record_decision
from lending.services.seed_products import seed_products
from lending.services.set_borrower_standing import set_borrower_standing
from tests import dealers
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.life import Walker
from tests.browser.people import enter_as
from tests.browser.test_dealer import text_to
from tests.closing import close_through, set_today
from tests.factories import make_customer
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.money import fund
from tests.pictures import draw_card, saved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

START = dt.date(2026, 1, 15)
BUYER = "customer@example.cn"


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()


def fill(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def choose(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.locator(f"main select[name={name}]").select_option(value)


def decide(customer: User) -> None:
    """What the risk desk does, whose own pages have walks of their own."""
    application = Application.objects.get()
    forward_application(application=application, to="screening", actor=None)
    forward_application(application=application, to="review", actor=None)
    manager = factories.risk_manager_of_tests()
    set_borrower_standing(
        borrower=customer,
        grade="B",
        limit_fen=100_000_00,
        valid_until_on=clock.today() + dt.timedelta(days=365),
        set_by=manager,
    )
    record_decision(
        application=application,
        outcome="approve",
        decided_by=manager,
        reasons=["income_sufficient"],
        approval=Approval(amount_fen=10_000_00, grade="B"),
    )
    deliver_events()


def make_the_order(clerk: Page) -> str:
    clerk.goto("/dealer/orders/")
    clerk.get_by_role("link", name="新建订单").first.click()
    fill(clerk, {"customer": BUYER, "item_1": "实木餐桌", "serial_1": "TB-0001", "price": "12000"})
    fill(clerk, {"down_payment": "2000"})
    choose(clerk, {"category": "furniture", "periods": "12"})
    press(clerk, "生成订单")
    expect(clerk.get_by_text("已报价").first).to_be_visible()
    return GoodsOrder.objects.get().number


def apply_from_it(buyer: Page, number: str) -> None:
    buyer.goto(f"/borrow/orders/{number}/")
    press(buyer, "发送验证码")
    expect(buyer.locator("input[name=code]")).to_be_visible()
    buyer.locator("input[name=code]").fill(text_to(BUYER, r"(?<!\d)\d{6}(?!\d)"))
    press(buyer, "确认")
    press(buyer, "申请分期")
    choose(buyer, {"repayment_source": "salary"})
    buyer.locator("main form .btn-primary").click()
    choose(buyer, {"employment": "employed", "industry": "technology"})
    fill(buyer, {"employed_months": "60", "monthly_income_fen": "9000", "monthly_debt_fen": "800"})
    fill(buyer, {"other_debt_fen": "0", "other_platform_debt_fen": "0"})
    buyer.locator("main form .btn-primary").click()
    for name in ("credit", "disclosure", "truthful"):
        buyer.locator(f"input[name={name}]").check()
    buyer.locator("main form .btn-primary").click()
    expect(buyer).to_have_url(re.compile(r"/borrow/applications/\w+/$"))


def hand_over(clerk: Page, number: str, folder: Path, *, paid: str = "¥11,200.00") -> None:
    clerk.goto(f"/dealer/orders/{number}/")
    press(clerk, "开始交付")
    press(clerk, "发送验证码")
    expect(clerk.get_by_text("验证码已发到顾客手机").first).to_be_visible()
    picture = folder / "goods.jpg"
    picture.write_bytes(saved(draw_card()))
    fill(clerk, {"serial": "TB-0001"})
    clerk.locator("form:has([name=serial]) input[name=code]").fill(text_to(BUYER, r"(?<!\d)\d{6}(?!\d)"))
    clerk.locator("input[name=photo]").set_input_files(picture)
    press(clerk, "顾客已验收")
    expect(clerk.locator("#main dd", has_text=paid).first).to_be_visible()


@pytest.mark.slow
def test_an_order_goes_from_the_quote_to_the_release_of_the_retention(
    front: Company, new_page: PageMaker, tmp_path: Path
) -> None:
    set_today(START)
    seed_products()
    dealer, customer = dealers.active(), make_customer(BUYER, name="李买")
    lender = factories.make_investor("lender@example.cn")
    fund(customer, 5_000_00)
    clerk, buyer = new_page(), new_page(phone=True)
    enter_as(clerk, dealers.owner(dealer), front.url)
    enter_as(buyer, customer, front.url)

    number = make_the_order(clerk)
    apply_from_it(buyer, number)
    decide(customer)
    buyer.goto(f"/borrow/orders/{number}/")
    buyer.get_by_role("link", name="查看并签署方案").first.click()
    Walker(buyer).accept_offer()
    buyer.goto(f"/borrow/orders/{number}/")
    press(buyer, "支付首付款")
    expect(buyer.get_by_text("首付款已冻结").first).to_be_visible()

    factories.bid(lender, Listing.objects.get(), 10_000_00)
    deliver_events()
    hand_over(clerk, number, tmp_path)
    deliver_events()
    buyer.goto(f"/borrow/orders/{number}/")
    buyer.get_by_role("link", name="查看借款").first.click()
    expect(buyer).to_have_url(re.compile(r"/borrow/loans/LN"))

    close_through(dt.date(2026, 4, 15))
    clerk.goto(f"/dealer/orders/{number}/")
    expect(clerk.get_by_text("质保留存已释放").first).to_be_visible()
    clerk.goto("/dealer/settlements/?period=2026-04")
    expect(clerk.get_by_text("¥500.00").locator("visible=true").first).to_be_visible()
    assert verify_books().is_ok


def test_an_english_dealer_reads_orders_and_settlements(front: Company, english_page: Page) -> None:
    dealer: Dealer = dealers.active()
    order = goods.delivered(dealer, make_customer(BUYER, name="李买"))
    enter_as(english_page, dealers.owner(dealer), front.url)
    english_page.goto("/dealer/orders/")
    english_page.get_by_role("link", name=order.number).click()
    expect(english_page.get_by_text("Accepted and paid.").first).to_be_visible()
    english_page.goto("/dealer/settlements/")
    expect(english_page.get_by_text("¥11,200.00").locator("visible=true").first).to_be_visible()
