"""Put many entries of the lists in force that were approved together."""

from collections.abc import Iterable

from accounts import clock
from accounts.events import record_event
from accounts.locking import lock_names
from accounts.models import User, WatchEntry
from accounts.numbers import next_number
from accounts.services.propose_watch_entry import PREFIX, WatchWish
from accounts.states import move
from accounts.watch.matching import watch_name
from accounts.watch.values import read_watched


def put_wishes_in_force(
    *, wishes: Iterable[WatchWish], proposed_by: User, actor: User | None, approval_number: str
) -> list[WatchEntry]:
    """Write the entries and put each in force; the caller has consumed the approval in its transaction.

    Raises IntegrityError where one stands on a list in its category already; then none is kept.
    """
    at = clock.now()
    wanted = [(wish, read_watched(wish.kind, wish.value, wish.birth_on)) for wish in wishes]
    # Whoever is being bound under one of these values now is waited for, and found by the search.
    lock_names(*(watch_name(watched.index) for _wish, watched in wanted))
    entries = []
    for wish, watched in wanted:
        entry = WatchEntry.objects.create(
            number=next_number(PREFIX),
            kind=watched.kind,
            value=watched.value,
            value_index=watched.index,
            category=wish.category,
            severity=wish.severity,
            source=wish.source.strip(),
            evidence=wish.evidence.strip(),
            proposed_by=proposed_by,
            proposed_at=at,
            expires_on=wish.expires_on,
            review_on=wish.review_on,
        )
        record_event("watch_entry.proposed", subject=entry, actor=proposed_by)
        move(
            entry,
            WatchEntry.Status.IN_FORCE,
            actor=actor,
            data={"approval": approval_number},
            in_force_at=at,
        )
        entries.append(entry)
    return entries
