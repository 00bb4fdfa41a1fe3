"""Drop an entry of the watch-list that was not approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User, WatchEntry
from accounts.states import move


def drop_watch_entry(*, entry: WatchEntry, actor: User | None) -> None:
    """End a proposal; one that was decided meanwhile stays as it is."""
    with transaction.atomic():
        row = lock_one(WatchEntry.objects.filter(pk=entry.pk))
        if row.status == WatchEntry.Status.PROPOSED:
            move(row, WatchEntry.Status.DROPPED, actor=actor, ended_at=clock.now())
