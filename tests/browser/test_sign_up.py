"""A stranger becomes a customer in a real browser; the worker, a process of its own, writes to them."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from accounts.models import SandboxMessage, User
from tests.browser.company import Company
from tests.factories import make_identity_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "xin@example.cn"
PASSWORD = "correct-horse-battery"
PATIENCE_SECONDS = 40


def mail_to(address: str, pattern: str, site: Company) -> str:
    """Wait for a message to the address that matches, and return the match."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        for message in SandboxMessage.objects.order_by("-pk"):
            match = re.search(pattern, f"{message.subject} {message.body}")
            if match and message.address == address:
                return match[0]
        time.sleep(0.3)
    raise AssertionError(f"Nothing came in {PATIENCE_SECONDS} s. The worker said:\n{site.log()[-3000:]}")


def test_a_stranger_becomes_a_verified_customer(site: Company, page: Page) -> None:
    page.goto("/accounts/signup/")
    page.locator("input[name=email]").fill(ADDRESS)
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("input[name=password2]").fill(PASSWORD)
    page.locator("input[name=agrees]").check()
    page.locator("form:has(input[name=password1]) button[type=submit]").click()
    page.locator("input[name=code]").fill(mail_to(ADDRESS, r"\b\d{6}\b", site))
    page.locator(".code-form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/me/"))

    page.goto("/me/kyc/")
    page.locator("input[name=real_name]").fill("林晓")
    page.locator("input[name=identity_number]").fill(make_identity_number())
    for consent in page.locator("main input[type=checkbox]").all():
        consent.check()
    page.locator("form:has(input[name=real_name]) button[type=submit]").click()
    expect(page.get_by_text("实名认证成功").first).to_be_visible()

    user = User.objects.get(email=ADDRESS)
    assert user.is_customer
    assert user.identity_verified_at is not None
    assert mail_to(ADDRESS, "实名认证", site)
