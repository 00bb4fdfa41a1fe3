"""A customer chooses what to be told and reads it, in a real browser, in Chinese and in English."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts import clock
from accounts.models import Consent, MessagePreference, User
from accounts.services.send_message import MessageInput, send_messages
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.people import enter_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write_to(user: User) -> None:
    at = {"what": "x", "at": clock.now()}
    send_messages(
        [
            MessageInput(user, "identity_verified", {}, "one", "/me/"),
            MessageInput(user, "security_change", at, "two"),
            MessageInput(user, "deposit_confirmed", {"amount": "¥1.00", "number": "DP1"}, "three"),
        ]
    )


def unread(page: Page) -> str:
    return page.locator(".rail-count").first.inner_text().split()[0]


def test_choices_and_inbox_in_chinese(borrower: User, front: Company, page: Page) -> None:
    write_to(borrower)
    enter_as(page, borrower, front.url)
    page.goto("/me/messages/")
    assert unread(page) == "3"
    page.get_by_role("link", name="接收设置").click()
    expect(page.get_by_role("heading", name="消息接收设置")).to_be_visible()
    expect(page.get_by_text("您尚未验证手机号，无法接收短信。")).to_be_visible()
    expect(page.locator("main input[name^=security]")).to_have_count(0)
    page.get_by_label("资金与银行卡: 邮件").uncheck()
    page.get_by_label("同意接收资讯与优惠").check()
    page.get_by_label("资讯与优惠: 邮件").check()
    page.get_by_label("资讯与优惠: 短信").check()
    page.get_by_role("button", name="保存设置").click()
    expect(page.get_by_text("设置已保存，即时生效。")).to_be_visible()
    expect(page.get_by_label("资金与银行卡: 邮件")).not_to_be_checked()
    expect(page.get_by_label("借款与出借: 邮件")).to_be_checked()
    off = MessagePreference.objects.get(user=borrower)
    assert (off.category, off.channel, off.is_on) == ("money", "email", False)
    assert Consent.objects.filter(user=borrower, code="marketing", withdrawn_at__isnull=True).exists()

    page.goto("/me/messages/")
    page.locator(".page-tabs").get_by_role("link", name="资金与银行卡").click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.locator("main tbody a").click()
    expect(page.get_by_role("heading", name=re.compile("1.00"))).to_be_visible()
    assert unread(page) == "2"
    page.get_by_role("button", name="标为未读").click()
    page.wait_for_url(re.compile(r"/me/messages/$"))
    assert unread(page) == "3"
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.locator(".rail-count")).to_have_count(0)


def test_choices_in_english_on_a_phone(borrower: User, front: Company, new_page: PageMaker) -> None:
    page = new_page(language="en", phone=True)
    enter_as(page, borrower, front.url)
    page.goto("/me/messages/preferences/")
    page.get_by_label("Overdue reminders: E-mail").uncheck()
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_text("Your choices are kept and hold from now on.")).to_be_visible()
    expect(page.get_by_label("Overdue reminders: E-mail")).not_to_be_checked()
    page.goto("/me/messages/?category=marketing")
    expect(page.get_by_text("No messages of this kind")).to_be_visible()
