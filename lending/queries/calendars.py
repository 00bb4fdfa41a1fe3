"""A customer's calendar address."""

from accounts.models import User
from lending.models import CalendarFeed


def feed_of(owner: User) -> CalendarFeed | None:
    """Return the address in force, without its token, which nobody knows."""
    return CalendarFeed.objects.filter(owner=owner, ended_at=None).first()
