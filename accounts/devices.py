"""Where a login is signed in: one row a device, named by a handle that tells nothing of the session."""

import datetime as dt
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts import clock, crypto
from accounts.domain.devices import device_words, is_near, masked_network
from accounts.models import User

HANDLE_LENGTH = 24


@dataclass(frozen=True)
class SignedIn:
    """`words` and `network` are empty where nothing is known; `is_near` where the network is the house's own."""

    handle: str
    words: str
    network: str
    is_near: bool
    since_at: dt.datetime
    seen_at: dt.datetime
    is_current: bool


def handle_of(session_key: str) -> str:
    """Return the name under which a session is shown and ended: its key itself would open it."""
    return crypto.blind_index("session", session_key)[:HANDLE_LENGTH]


def signed_in_devices(
    user: User, *, current_key: str, idle_seconds: int, life_seconds: int
) -> list[SignedIn]:
    """Return the sessions of a login that still live, this one first, then by when they were last seen; two queries."""
    at = clock.now()
    rows = UserSession.objects.filter(
        user=user,
        last_seen_at__gt=at - dt.timedelta(seconds=idle_seconds),
        created_at__gt=at - dt.timedelta(seconds=life_seconds),
    )
    found = {row.session_key: row for row in rows}
    living = set(
        Session.objects.filter(session_key__in=found, expire_date__gt=at).values_list(
            "session_key", flat=True
        )
    )
    shown = [_shown(row, current_key) for key, row in found.items() if key in living]
    return sorted(shown, key=lambda one: (not one.is_current, -one.seen_at.timestamp()))


def _shown(row: UserSession, current_key: str) -> SignedIn:
    return SignedIn(
        handle=handle_of(row.session_key),
        words=device_words(row.user_agent),
        network=masked_network(str(row.ip)),
        is_near=is_near(str(row.ip)),
        since_at=row.created_at,
        seen_at=row.last_seen_at,
        is_current=row.session_key == current_key,
    )
