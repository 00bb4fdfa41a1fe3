"""A specialist prepares an account for a caller; the caller opens it, gives the own consents, and goes on alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import SandboxMessage, User
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.people import enter_as
from tests.factories import make_identity_number, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = "13812345678"
PASSWORD = "horse-staple-2026"


@pytest.fixture
def specialist(transactional_db: None) -> User:
    return make_staff("kefu@example.cn", "customer_service")


def sms() -> str:
    return SandboxMessage.objects.filter(channel="sms").order_by("-pk").values_list("body", flat=True)[0]


def code() -> str:
    return re.findall(r"(?<!\d)\d{6}(?!\d)", sms())[-1]


def prepare(desk: Page, **values: str) -> None:
    desk.goto("/office/support/customers/")
    desk.locator("main a[href='/office/support/entries/new/']").click()
    for name, value in {"phone": PHONE, **values}.items():
        desk.locator(f"input[name={name}]").fill(value)
    desk.locator("main form button[type=submit]").click()
    desk.wait_for_url(re.compile(r"/office/support/entries/AE\d+/"))


def open_account(caller: Page) -> None:
    caller.goto(re.findall(r"/join/[\w-]+/", sms())[0])
    caller.locator("input[name=code]").fill(code())
    for name in ("password1", "password2"):
        caller.locator(f"input[name={name}]").fill(PASSWORD)
    caller.locator("input[name=agrees]").check()
    caller.locator("form:has(input[name=agrees]) button[type=submit]").click()
    caller.wait_for_url("**/me/onboarding/")


def test_the_specialist_prepares_and_the_customer_goes_on(
    front: Company, new_page: PageMaker, specialist: User
) -> None:
    number = make_identity_number()
    desk = new_page()
    enter_as(desk, specialist, front.url)
    prepare(desk, real_name="张三", identity_number=number)
    expect(desk.locator("main")).to_contain_text("待客户确认")
    expect(desk.locator("main")).not_to_contain_text(PHONE)

    caller = new_page(phone=True)
    open_account(caller)
    caller.goto("/me/kyc/")
    expect(caller.locator("input[name=identity_number]")).to_have_value(number)
    caller.locator("input[name=agrees]").check()
    caller.locator("form:has(input[name=identity_number]) button[type=submit]").click()
    caller.wait_for_url(lambda url: "/me/kyc/" not in url)
    caller.goto("/me/details/")
    expect(caller.locator("main")).to_contain_text("客服于")
    expect(caller.locator("main")).to_contain_text("实名认证服务于")

    desk.reload()
    expect(desk.locator("main")).to_contain_text("客户已确认")
    desk.locator("main .lead a").click()
    expect(desk.locator("h1")).to_contain_text("张*")
    desk.locator("#enter a[href$='/enter/contact/']").click()
    desk.locator("input[name=address]").fill("浙江省杭州市西湖区文三路一号")
    desk.locator("select[name=reached_by]").select_option("call")
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text("浙江省杭州市****")

    caller.goto("/me/")
    expect(caller.get_by_role("link", name="客服为您代录了资料").first).to_be_visible()
    caller.goto("/me/details/")
    caller.get_by_role("link", name="查看并确认").click()
    caller.get_by_role("button", name="发送验证码").click()
    caller.locator("input[name=code]").fill(code())
    caller.locator("form:has(input[name=code]) button[type=submit]").click()
    caller.wait_for_url("**/me/details/")
    expect(caller.locator("main")).to_contain_text("浙江省杭州市西湖区文三路一号")


def test_in_english(front: Company, new_page: PageMaker, specialist: User) -> None:
    desk = new_page(language="en")
    enter_as(desk, specialist, front.url)
    prepare(desk)
    expect(desk.locator("main")).to_contain_text("Waits for the customer")
    caller = new_page(language="en", phone=True)
    open_account(caller)
    caller.goto("/me/details/")
    expect(caller.locator("main")).to_contain_text("entered by customer service on")
