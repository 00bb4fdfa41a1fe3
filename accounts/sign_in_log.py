"""What happens at the door, in the event log: who came in, who was turned away, and what changed about a login.

An address somebody typed is not kept: only the login it belongs to, or a keyed hash of what belongs to nobody.
"""

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_out
from django.core.cache import cache
from django.http import HttpRequest

from accounts import crypto
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.events import record_event
from accounts.models import User

# A flood of the same refusal is one event in this time.
ONCE_SECONDS = 300


def log_signing_in() -> None:
    """Hear what the sign-in package tells."""
    user_logged_in.connect(_came_in, dispatch_uid="accounts.sign_in_log")
    user_logged_out.connect(_went_out, dispatch_uid="accounts.sign_in_log")
    authentication_failed.connect(_wrong_factor, dispatch_uid="accounts.sign_in_log")


def log_refused_password(user: User | None, login: str, *, is_again: bool) -> None:
    """Write down a wrong password, or a wrong one of somebody who is signed in and proves it again."""
    kind = "sign_in.proof_refused" if is_again else "sign_in.refused"
    record_event(kind, subject=user, actor=user if is_again else None, data=_of(user, login))


def log_blocked(user: User | None, login: str) -> None:
    """Write down that a login takes no password for a while; once while it lasts."""
    if cache.add(f"sign-in-blocked:{login_index(login)}", 1, ONCE_SECONDS):
        record_event("sign_in.blocked", subject=user, actor=None, data=_of(user, login))


def log_denied(user: User, request: HttpRequest) -> None:
    """Write down that somebody signed in opened a page that is not theirs; once a page and a while.

    The page is named by its route: the number in an address may itself be what not everybody may read.
    """
    route = request.resolver_match.route if request.resolver_match is not None else ""
    if cache.add(f"denied:{user.pk}:{crypto.blind_index('path', request.path)}", 1, ONCE_SECONDS):
        record_event("access.denied", subject=user, actor=user, data={"page": route})


def login_index(login: str) -> str:
    """Return the keyed hash under which tries at a login are counted; a phone is one however it is written."""
    try:
        plain = normalise_phone(login)
    except BadPhone:
        plain = login.lower()
    return crypto.blind_index("login-attempt", plain)


def _of(user: User | None, login: str) -> dict[str, Any]:
    return {} if user is not None else {"unknown": login_index(login)[:16]}


def _came_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record_event("sign_in.done", subject=user, actor=user)


def _went_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record_event("sign_in.ended", subject=user, actor=user)


def _wrong_factor(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    record_event("sign_in.code_refused", subject=user, actor=None, data={"factor": str(authenticator.type)})
