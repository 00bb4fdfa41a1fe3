"""An investor looks at what a rule would do, authorises it, sees what it did, and takes the word back."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from lending.models import AutoInvestRule
from lending.services.serve_auto_invest import serve_open_listings
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.people import enter_as
from tests.factories import make_customer
from tests.lending.factories import make_investor, make_listing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def investor(transactional_db: None) -> User:
    make_listing(make_customer("borrower@example.cn", name="李借"))
    return make_investor("auto@example.cn", funds_fen=5_000_00)


def test_a_rule_is_previewed_authorised_and_taken_back(
    front: Company, new_page: PageMaker, investor: User
) -> None:
    page = new_page()
    enter_as(page, investor, front.url)
    page.goto("/invest/auto/")
    page.locator("main a[href='/invest/auto/new/']").first.click()
    page.locator("input[name=rate_min]").fill("20")
    page.get_by_role("button", name="查看符合的标的").click()
    expect(page.locator("main")).to_contain_text("规则要求不低于 20")
    page.locator("input[name=rate_min]").fill("5")
    page.locator("input[name=per_loan]").fill("300")
    page.get_by_role("button", name="查看符合的标的").click()
    expect(page.locator("main table").first).to_contain_text("¥300.00")
    start = page.get_by_role("button", name="授权并开始")
    expect(start).to_be_disabled()
    for name in ("risk", "agrees"):
        page.locator(f"input[name={name}]").check()
    expect(start).to_be_enabled(timeout=15_000)
    start.click()
    expect(page.locator("h1")).to_contain_text(AutoInvestRule.objects.get().number)

    assert serve_open_listings() == 1
    page.reload()
    expect(page.locator("main")).to_contain_text("已投标")
    phone = new_page(phone=True, language="en")
    enter_as(phone, investor, front.url)
    phone.goto("/invest/auto/")
    expect(phone.locator("main")).to_contain_text("¥300.00")
    page.get_by_role("button", name="撤回授权").click()
    expect(page.locator("main")).to_contain_text("授权已撤回")
    assert AutoInvestRule.objects.get().status == "ended"
