"""End the entries of the watch-list whose last day is over."""

import datetime as dt
from collections.abc import Iterable

from accounts import clock
from accounts.models import WatchEntry
from accounts.states import move_many


def find_watch_entries_to_expire(day: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the entries in force whose last day is this one or earlier, in the order of their ids."""
    rows = WatchEntry.objects.filter(status=WatchEntry.Status.IN_FORCE, expires_on__lte=day, pk__gt=after_id)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def expire_watch_entries(ids: Iterable[int]) -> int:
    """Move those that are still in force to expired; return how many."""
    moved = move_many(
        WatchEntry,
        list(ids),
        from_=WatchEntry.Status.IN_FORCE,
        to=WatchEntry.Status.EXPIRED,
        actor=None,
        ended_at=clock.now(),
    )
    return len(moved)
