"""How people come in: through the door, or straight to their desk."""

from django.conf import settings
from playwright.sync_api import Page

from accounts.models import User
from tests.arrivals import arrive


def enter_as(page: Page, user: User, origin: str) -> None:
    """Give the page the session of a signed-in user without walking through the sign-in pages."""
    cookie = arrive(user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": origin}])


def sign_in(page: Page, login: str, password: str) -> None:
    """Sign in through the form, as a person does."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
