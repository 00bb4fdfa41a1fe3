"""How long a session lives, and the second factor without which nobody works here."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import clock
from accounts.access import PersonRequest
from accounts.adapter import FACTORS
from accounts.demo import is_demo_login
from accounts.models import User
from accounts.web.going import go

Handler = Callable[[HttpRequest], HttpResponse]

BEGAN, SEEN, PROVED = "began_at", "seen_at", "second_factor_of"
# The row of a session is written at most this often for being seen.
SEEN_EVERY_SECONDS = 60
# What somebody without a second factor still reaches: the pages to get one, and the way out.
OPEN_TO_ALL = ("/accounts/", "/i18n/", "/legal/", "/static/", "/healthz")


def guard_sessions(get_response: Handler) -> Handler:
    """End sessions that are idle or too old, and lead staff without a second factor to where they get one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        person = cast(PersonRequest, request)
        if _is_over(person):
            return _end(request)
        if not request.path.startswith(OPEN_TO_ALL) and lacks_second_factor(person):
            return _lead_to_enrolment(request)
        return get_response(request)

    return middleware


def limits_of(user: User) -> tuple[int, int]:
    """Return how many seconds a login's session may be idle, and how many it may live at all."""
    kind = "staff" if user.is_staff else "customer"
    return settings.SESSION_IDLE_SECONDS[kind], settings.SESSION_LIFE_SECONDS[kind]


def is_second_factor_waived(user: User) -> bool:
    """Tell whether this login works here without a second factor: a demo company's, in a demo installation."""
    return user.is_authenticated and user.is_staff and is_demo_login(user)


def lacks_second_factor(request: PersonRequest) -> bool:
    """Tell whether this is a member of staff who has set none up; looked up once a session."""
    user = request.user
    if not user.is_staff or request.session.get(PROVED) == user.pk or is_demo_login(user):
        return False
    if not is_mfa_enabled(user, FACTORS):
        return True
    request.session[PROVED] = user.pk
    return False


def _is_over(request: PersonRequest) -> bool:
    """Tell whether the session's time is over; notes the beginning, and about once a minute that it was seen."""
    session, now = request.session, int(clock.now().timestamp())
    idle_seconds, life_seconds = limits_of(request.user)
    began_at, seen_at = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
    if now - seen_at > idle_seconds or now - began_at > life_seconds:
        return True
    if now - seen_at >= SEEN_EVERY_SECONDS:
        session[SEEN] = now
        # Once a minute at most, together with the session's own row: the list of devices says when each was seen.
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=clock.now())
    return False


def _end(request: HttpRequest) -> HttpResponse:
    came_to = request.get_full_path() if request.method == "GET" else "/"
    logout(request)
    messages.info(
        request,
        _("You were signed out because too much time had passed. Nothing was lost; sign in to go on."),
    )
    return go(request, f"{reverse('account_login')}?{urlencode({'next': came_to})}")


def _lead_to_enrolment(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Whoever works here signs in with a second factor. Set one up to go on."))
    return go(request, reverse("mfa_index"))
