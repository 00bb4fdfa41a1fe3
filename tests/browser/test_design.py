"""The design system alive in Chromium: themes, keyboard, small scripts, phones, and the security policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.company import Company
from tests.browser.people import enter_as
from tests.factories import make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def guide(front: Company):
    """Open the style guide as somebody who may see it."""
    designer = make_staff("design@fenqi.example", "administrator")

    def opened(page: Page) -> Page:
        enter_as(page, designer, front.url)
        page.goto("/office/design/")
        return page

    return opened


def test_the_theme_is_chosen_and_kept_without_a_flash(front: Company, english_page: Page) -> None:
    english_page.goto("/accounts/login/")
    html = english_page.locator("html")
    expect(html).to_have_attribute("data-theme", "auto")
    for theme in ("light", "dark"):
        english_page.locator("[data-theme-toggle]").click()
        expect(html).to_have_attribute("data-theme", theme)
    answer = english_page.request.get("/accounts/login/")
    assert 'data-theme="dark"' in answer.text(), "the server writes the theme, so nothing flashes"


def test_a_device_in_the_dark_gets_dark_pages(front: Company, new_page) -> None:
    page = new_page(dark=True)
    page.goto("/accounts/login/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 23, 42)"


def test_the_guide_fits_a_phone_and_keeps_the_policy(guide, new_page) -> None:
    page = guide(new_page(phone=True))
    assert page.evaluate(SIDEWAYS) is False
    expect(page.locator("svg[role=img]").first).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_the_roles_scroll_inside_their_table(guide, new_page, phone: bool) -> None:
    page = guide(new_page(phone=phone))
    page.goto("/office/accounts/roles/")
    assert page.evaluate(SIDEWAYS) is False


def test_a_slash_finds_pages_and_the_arrows_walk_rows(guide, english_page: Page) -> None:
    page = guide(english_page)
    page.keyboard.press("/")
    expect(page.locator("#rail-search")).to_be_focused()
    page.keyboard.press("Escape")
    rows = page.locator("table[data-rows]").first.locator("tbody tr")
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.first).to_be_focused()


def test_a_risk_notice_can_be_confirmed_only_after_reading(guide, english_page: Page) -> None:
    button = guide(english_page).locator("[data-enable-after]").first
    expect(button).to_be_disabled()
    expect(button).to_contain_text("(")
    expect(button).to_be_enabled(timeout=8_000)
    expect(button).to_have_text("I have read it")


def test_a_wrong_field_says_so_and_gets_the_focus(guide, english_page: Page) -> None:
    page = guide(english_page)
    page.locator("input[name=amount]").fill("1")
    page.get_by_role("button", name="Check the form").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    expect(page.locator("input[name=name]")).to_be_focused()
    expect(page.locator("input[name=amount]")).to_have_attribute("aria-invalid", "true")


def test_the_skip_link_leads_past_the_navigation(front: Company, english_page: Page) -> None:
    english_page.goto("/accounts/login/")
    english_page.keyboard.press("Tab")
    expect(english_page.get_by_role("link", name="Skip to the content")).to_be_focused()
    english_page.keyboard.press("Enter")
    expect(english_page.locator("main")).to_be_focused()


def test_the_account_menu_opens_and_closes_by_keyboard(guide, english_page: Page) -> None:
    page = guide(english_page)
    page.locator("[data-menu] summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
