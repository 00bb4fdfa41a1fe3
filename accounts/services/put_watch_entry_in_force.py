"""Put an entry of the watch-list in force that was approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_names, lock_one
from accounts.models import User, WatchEntry
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from accounts.watch.matching import watch_name
from accounts.watch.payloads import ENTRY_KIND, entry_payload


def put_watch_entry_in_force(*, entry: WatchEntry, approval_number: str, actor: User | None) -> None:
    """From now on the entry counts; its event starts the search among those who are known already.

    Refuses what `consume_approval` refuses.
    """
    with transaction.atomic():
        row = lock_one(WatchEntry.objects.filter(pk=entry.pk))
        consume_approval(
            number=approval_number, kind=ENTRY_KIND, subject=row, payload=entry_payload(row), actor=actor
        )
        # Whoever is being bound under this value now is waited for, and found by the search.
        lock_names(watch_name(row.value_index))
        move(
            row,
            WatchEntry.Status.IN_FORCE,
            actor=actor,
            data={"approval": approval_number},
            in_force_at=clock.now(),
        )
