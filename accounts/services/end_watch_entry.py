"""End an entry of the watch-list as approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User, WatchEntry
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from accounts.watch.payloads import END_KIND, end_payload


def end_watch_entry(*, entry: WatchEntry, approval_number: str, actor: User | None) -> None:
    """The entry counts no more; reviews and holds it led to stay until they are decided.

    Refuses what `consume_approval` refuses.
    """
    with transaction.atomic():
        row = lock_one(WatchEntry.objects.filter(pk=entry.pk))
        consume_approval(
            number=approval_number, kind=END_KIND, subject=row, payload=end_payload(row), actor=actor
        )
        move(
            row,
            WatchEntry.Status.ENDED,
            actor=actor,
            data={"approval": approval_number},
            ended_at=clock.now(),
        )
