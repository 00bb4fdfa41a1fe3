"""A member of staff sets a passkey up and comes back by it; Chromium plays the device."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.factories import PASSWORD, make_staff, totp_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def officer(db: None) -> User:
    user = make_staff("officer@example.cn", "risk_officer")
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)
    return user


def plug_in_a_device(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def sign_in_by_code(page: Page, officer: User) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(officer.email or "")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.locator("input[name=code]").fill(totp_code(officer))
    page.locator(".code-form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/office/"))


@pytest.mark.parametrize(("language", "out"), [("zh-hans", "退出"), ("en", "Sign out")])
def test_a_passkey_is_set_up_and_opens_the_office(
    officer: User, front: Company, new_page: PageMaker, language: str, out: str
) -> None:
    page = new_page(language=language)
    plug_in_a_device(page)
    sign_in_by_code(page, officer)

    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("#mfa_webauthn_add").click()
    expect(page).to_have_url(re.compile(r"/accounts/2fa/(recovery-codes/)?$"))
    assert Authenticator.objects.filter(user=officer, type="webauthn").count() == 1

    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/login/?next=/office/risk/cases/")
    page.locator("#passkey_login").click()
    expect(page).to_have_url(re.compile("/office/risk/cases/"))
