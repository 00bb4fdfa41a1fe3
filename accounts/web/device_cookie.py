"""The cookie by which a browser is known again at the next sign-in; it opens nothing."""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.domain.devices import device_words, is_near, masked_network
from accounts.models import User
from accounts.services.note_device import note_device
from accounts.web.client_address import client_address

COOKIE = "device"
A_YEAR_SECONDS = 365 * 24 * 3600
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def remember_device(request: HttpRequest, user: User, response: HttpResponse) -> None:
    """Note the device of a sign-in that has just succeeded, and give the browser its cookie."""
    kept = request.COOKIES.get(COOKIE, "")
    token = kept if TOKEN.fullmatch(kept) else secrets.token_urlsafe(32)
    address = client_address(request)
    network = _("private network") if is_near(address) else masked_network(address)
    words = device_words(request.headers.get("User-Agent", ""))
    note_device(user=user, token=token, words=words or _("unknown device"), network=network or "—")
    response.set_cookie(
        COOKIE,
        token,
        max_age=A_YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
