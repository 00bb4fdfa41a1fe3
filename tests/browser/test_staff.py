"""A colleague is asked for, approved, let in with a second factor, sees the own job alone, and goes again."""

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Approval, StaffChange, User
from accounts.services.deliver_events import deliver_events
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.people import enter_as, sign_in
from tests.browser.test_dealer import text_to
from tests.factories import PASSWORD, code_of, make_identity_number, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "newcomer@fenqi.example"


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    return {
        name: make_staff(f"{name}@example.cn", role)
        for name, role in (("keeper", "administrator"), ("boss", "director"), ("colleague", "risk_officer"))
    }


def submit(page: Page, field: str) -> None:
    form = page.locator(f"form:has([name={field}])")
    form.locator("button[type=submit], .btn-primary").first.click()


def ask_for_joiner(keeper: Page) -> None:
    keeper.goto("/office/accounts/staff/")
    keeper.locator("#main a[href='/office/accounts/staff/join/']").click()
    values = {"real_name": "钱新", "identity_number": make_identity_number(), "work_address": ADDRESS}
    for name, value in {**values, "reason": "补充人手。"}.items():
        keeper.locator(f"#main [name={name}]").fill(value)
    keeper.locator("#main select[name=position]").select_option("risk_officer")
    submit(keeper, "reason")
    keeper.wait_for_url(re.compile(r"/staff/changes/\w+/$"))


def approve(boss: Page) -> None:
    boss.goto("/office/approvals/")
    boss.get_by_role("link", name=Approval.objects.get(status="open").number).first.click()
    boss.locator("button[name=decision][value=approve]").click()
    expect(boss.locator("button[name=decision]")).to_have_count(0)
    deliver_events()


def set_up_the_app(page: Page) -> None:
    secret = page.locator("code.secret").inner_text()
    page.locator(".code-form [name=code]").fill(code_of(secret))
    page.locator(".code-form button[type=submit]").click()


@pytest.mark.parametrize(
    ("language", "closed"),
    [("zh-hans", "该账户已停用"), pytest.param("en", "This account is closed", marks=pytest.mark.slow)],
)
def test_a_colleague_comes_works_and_goes(
    front: Company, new_page: PageMaker, people: dict[str, User], language: str, closed: str
) -> None:
    new_page = partial(new_page, language=language)
    keeper, boss, newcomer = new_page(), new_page(), new_page()
    enter_as(keeper, people["keeper"], front.url)
    enter_as(boss, people["boss"], front.url)

    ask_for_joiner(keeper)
    expect(keeper.locator("main")).to_contain_text("钱新")
    approve(boss)
    assert StaffChange.objects.get().status == "done"
    # The clock of the worker sends it by itself; here a person does not wait for that.
    keeper.reload()
    keeper.locator("form[action$='/invite/'] button").click()

    newcomer.goto(text_to(ADDRESS, r"/staff/invitations/[\w-]+/"))
    for name in ("password1", "password2"):
        newcomer.locator(f"[name={name}]").fill(PASSWORD)
    submit(newcomer, "password1")
    newcomer.wait_for_url("**/accounts/login/")
    sign_in(newcomer, ADDRESS, PASSWORD)
    newcomer.wait_for_url(re.compile("/accounts/2fa/"))
    newcomer.goto("/office/")
    newcomer.wait_for_url(re.compile("/accounts/2fa/"))
    newcomer.goto("/accounts/2fa/totp/activate/")
    set_up_the_app(newcomer)
    newcomer.goto("/office/risk/cases/")
    expect(newcomer.locator("h1")).to_be_visible()
    expect(newcomer.locator("nav a[href^='/office/risk/']").first).to_be_visible()
    expect(newcomer.locator("nav a[href^='/office/finance/']")).to_have_count(0)

    joiner = User.objects.get(email=ADDRESS)
    keeper.goto(f"/office/accounts/staff/{joiner.number}/")
    keeper.locator("#main a[href$='/leave/']").click()
    keeper.locator("#main [name=handover_to]").select_option(people["colleague"].number)
    keeper.locator("#main [name=reason]").fill("个人原因离职。")
    submit(keeper, "reason")
    keeper.wait_for_url(re.compile(r"/staff/changes/\w+/$"))
    approve(boss)
    keeper.reload()
    newcomer.goto("/office/risk/cases/")
    newcomer.wait_for_url(re.compile("/accounts/login/"))
    sign_in(newcomer, ADDRESS, PASSWORD)
    expect(newcomer.locator("h1")).to_have_text(closed)
