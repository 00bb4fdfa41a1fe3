"""The front door in a real browser: it opens, speaks both languages, and shows the way in."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.company import Company

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_front_door_opens_and_speaks_both_languages(front: Company, page: Page) -> None:
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("button", name="Switch to English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.get_by_role("button", name="切换到中文").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_the_way_in_is_shown(front: Company, english_page: Page) -> None:
    english_page.goto("/")
    english_page.get_by_role("link", name="Sign in").first.click()
    expect(english_page).to_have_url(f"{front.url}/accounts/login/")
    expect(english_page.locator("input[type=password]")).to_be_visible()


def test_a_phone_shows_the_front_door_without_scrolling_sideways(front: Company, phone_page: Page) -> None:
    phone_page.goto("/")
    widths = phone_page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]


def test_a_wrong_address_says_so_kindly(front: Company, page: Page, complaints) -> None:
    complaints.expect("404")
    page.goto("/no-such-page/")
    expect(page.locator("h1")).to_contain_text(re.compile("没有.*页面"))


def test_the_health_page_answers(front: Company, page: Page) -> None:
    answer = page.goto("/healthz")
    assert answer is not None
    assert answer.status == 200
    assert json.loads(answer.text())["ok"] is True
