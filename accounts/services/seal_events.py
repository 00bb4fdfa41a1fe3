"""Seal the events that were written since the last seal."""

import json
import logging
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from accounts import clock
from accounts.domain.event_chain import GENESIS, event_digest, link_hash, seal_hash
from accounts.models import Event, EventLogHead, EventSeal, SealedEvent
from accounts.sealing import AT, EVENT_VALUES, GRACE, SKEW, earliest_honest, last_real_seal

logger = logging.getLogger(__name__)

BATCH = 5_000
INSERT = {
    "postgresql": """
        INSERT INTO accounts_sealedevent (event_id, seal_id, position, digest, hash)
        SELECT (row->>0)::bigint, %s, (row->>1)::bigint, row->>2, row->>3
        FROM json_array_elements(%s::json) AS row
    """,
    "sqlite": """
        INSERT INTO accounts_sealedevent (event_id, seal_id, position, digest, hash)
        SELECT value->>0, %s, value->>1, value->>2, value->>3 FROM json_each(%s)
    """,
}


def seal_events(*, batch: int = BATCH) -> int:
    """Seal everything that is there, batch by batch; return how many events were sealed.

    A constant number of statements for each batch. While another process seals, this one does nothing. An event whose
    time lies before what was sealed long ago is left alone: honest transactions are not that slow; `verify` names it.
    """
    sealed = 0
    while True:
        count = _seal_batch(batch)
        sealed += count
        if count < batch:
            return sealed


def _seal_batch(batch: int) -> int:
    with transaction.atomic():
        head = _claim_head()
        if head is None:
            return 0
        rows = _unsealed(batch)
        if not rows:
            return 0
        seal = _seal(head, rows)
    # The log is shipped away from this machine, and the head with it; in groups, for long digits are masked there.
    groups = "-".join(seal.hash[start : start + 8] for start in range(0, len(seal.hash), 8))
    logger.info("event log sealed: seal=%s position=%s hash=%s", seal.number, seal.last_position, groups)
    return len(rows)


def _claim_head() -> EventLogHead | None:
    """Lock the one row that every sealer needs; None while another one holds it."""
    EventLogHead.objects.bulk_create(
        [EventLogHead(id=EventLogHead.SINGLE_ID, head=GENESIS, seal_hash=GENESIS)], ignore_conflicts=True
    )
    rows = EventLogHead.objects.filter(pk=EventLogHead.SINGLE_ID)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def _unsealed(batch: int) -> list[tuple[Any, ...]]:
    """Return the values of the next events that are in no seal, by id.

    Ids up to those sealed a grace ago need no second look: whatever is missing there was not written in time.
    """
    at = clock.now()
    settled = EventSeal.objects.filter(sealed_at__lt=at - GRACE).order_by("-number").first()
    events = Event.objects.filter(~Exists(SealedEvent.objects.filter(event=OuterRef("pk"))))
    if settled is not None:
        events = events.filter(pk__gt=settled.highest_event_id)
    if not clock.is_simulated():
        # What a simulation writes at the same time is sealed by its own close, on its own calendar.
        events = events.filter(at__lt=at + SKEW)
        earliest = earliest_honest(last_real_seal())
        if earliest is not None:
            events = events.filter(at__gte=earliest)
    return list(events.order_by("pk").values_list(*EVENT_VALUES)[:batch])


def _seal(head: EventLogHead, rows: list[tuple[Any, ...]]) -> EventSeal:
    """Write the seal, its events' places and the new head of the log."""
    link, links = head.head, []
    for position, row in enumerate(rows, start=head.position + 1):
        digest = event_digest(row)
        link = link_hash(link, digest)
        links.append([row[0], position, digest, link])
    before = EventSeal.objects.filter(number=head.seal_number).first()
    newest_at = max(row[AT] for row in rows)
    last = None if clock.is_simulated() else last_real_seal()
    if last is not None:
        newest_at = max(newest_at, last.newest_event_at)
    facts: dict[str, Any] = {
        "number": head.seal_number + 1,
        "first_position": head.position + 1,
        "last_position": head.position + len(rows),
        "head": link,
        "newest_event_at": newest_at,
        "sealed_at": clock.now(),
        "is_simulated": clock.is_simulated(),
    }
    seal = EventSeal.objects.create(
        **facts,
        highest_event_id=max(rows[-1][0], before.highest_event_id if before else 0),
        previous_hash=head.seal_hash,
        hash=seal_hash(previous=head.seal_hash, **facts),
    )
    with connection.cursor() as cursor:
        cursor.execute(INSERT[connection.vendor], [seal.pk, json.dumps(links)])
    EventLogHead.objects.filter(pk=head.pk).update(
        seal_number=seal.number, position=seal.last_position, head=link, seal_hash=seal.hash
    )
    return seal
