"""Give a customer a private address for a calendar program."""

import secrets

from django.db import transaction

from accounts import clock
from accounts.crypto import blind_index
from accounts.events import record_event
from accounts.models import User
from lending.models import CalendarFeed


def make_calendar_feed(*, owner: User, language: str) -> str:
    """Return the token of a new address; the one before it ends. The token is kept nowhere."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        moment = clock.now()
        CalendarFeed.objects.filter(owner=owner, ended_at=None).update(ended_at=moment)
        CalendarFeed.objects.create(
            owner=owner, token_hash=feed_index(token), language=language, made_at=moment
        )
        record_event("calendar_feed.made", subject=owner, actor=owner)
    return token


def feed_index(token: str) -> str:
    """Return the index a token is kept and found by."""
    return blind_index("calendar-feed", token)
