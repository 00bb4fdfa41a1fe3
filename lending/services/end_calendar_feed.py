"""Withdraw a customer's calendar address."""

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.models import User
from lending.models import CalendarFeed


def end_calendar_feed(*, owner: User) -> bool:
    """End the address at once; say whether there was one."""
    with transaction.atomic():
        ended = CalendarFeed.objects.filter(owner=owner, ended_at=None).update(ended_at=clock.now())
        if ended:
            record_event("calendar_feed.ended", subject=owner, actor=owner)
    return bool(ended)
