"""Refer a customer whom the watch-list names."""

from collections.abc import Sequence

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.models import IdentityCheck, IdentityReview, PersonHold, User, WatchEntry, WatchHit
from accounts.numbers import next_number
from accounts.services.open_review import open_review
from accounts.services.place_hold import place_hold
from accounts.watch.matching import standing

PREFIX = "WH"


def refer_hits(
    *, user: User, entries: Sequence[WatchEntry], found_by: str, identity_check: IdentityCheck | None = None
) -> list[WatchEntry]:
    """Write down which entries were found at the customer, open a review, and hold the person where one says stop.

    Return the entries that stand: all but those cleared for this customer before. Safe to run again. Nobody is told,
    neither the customer nor colleagues without the right.
    """
    stands = standing(entries, user.pk)
    if not stands:
        return []
    with transaction.atomic():
        known = {hit.entry_id: hit for hit in WatchHit.objects.filter(user=user, entry__in=stands)}
        confirmed = [hit for hit in known.values() if hit.status == WatchHit.Status.CONFIRMED]
        fresh = [entry for entry in stands if entry.pk not in known]
        if not fresh and len(confirmed) == len(known):
            return stands
        review = open_review(user=user, cause=IdentityReview.Cause.WATCH_LIST, identity_check=identity_check)
        for entry in fresh:
            _write_hit(user, entry, review, found_by)
        if any(entry.severity == WatchEntry.Severity.STOP for entry in stands):
            place_hold(review=review, cause=PersonHold.Cause.WATCH_LIST, actor=None)
    return stands


def _write_hit(user: User, entry: WatchEntry, review: IdentityReview, found_by: str) -> None:
    hit = WatchHit.objects.create(
        number=next_number(PREFIX),
        entry=entry,
        user=user,
        review=review,
        found_by=found_by,
        found_at=clock.now(),
    )
    record_event("watch_hit.open", subject=hit, actor=None, data={"entry": entry.number})
