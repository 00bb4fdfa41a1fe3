"""What must always hold of the event log: nothing edited, deleted, inserted, reordered or cut off."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from accounts import clock
from accounts.domain.event_chain import GENESIS, event_digest, link_hash, seal_hash
from accounts.invariants import invariant
from accounts.models import Event, EventLogHead, EventSeal, SealedEvent
from accounts.sealing import AT, EVENT_VALUES, GRACE, SKEW, earliest_honest, last_real_seal

CHUNK = 900
SHOWN = 20


class Link(NamedTuple):
    position: int
    event_id: int
    seal_id: int
    digest: str
    hash: str


@dataclass
class Walk:
    """How far the verifier has come along the chain, and what it found."""

    position: int = 0
    hash: str = GENESIS
    breaches: list[str] = field(default_factory=list)
    # Places whose event is not the one that was sealed there, by the digest that was sealed.
    changed: dict[str, tuple[Link, str]] = field(default_factory=dict)

    def say(self, sentence: str) -> None:
        if len(self.breaches) < SHOWN:
            self.breaches.append(sentence)


@invariant("event_log_sealed")
def event_log_sealed() -> list[str]:
    """Walk every sealed event in order, each seal, and the end of the log; name what was done to it.

    Edited, deleted, inserted, reordered, cut off: each has its sentence. Events of the last minutes are not sealed yet,
    and nothing is promised of them.
    """
    walk = Walk()
    seals = list(EventSeal.objects.order_by("number"))
    first_instants = _walk_events(walk)
    _name_changes(walk)
    _walk_seals(walk, seals, first_instants)
    _check_end(walk, seals)
    _check_unsealed(walk)
    return walk.breaches


def head_of_log() -> dict[str, Any]:
    """Return the end of the sealed log, to be kept outside of this house."""
    head = EventLogHead.objects.filter(pk=EventLogHead.SINGLE_ID).first()
    if head is None:
        return {"seal": 0, "events": 0, "hash": GENESIS}
    return {"seal": head.seal_number, "events": head.position, "hash": head.seal_hash}


def check_kept_head(number: int, kept_hash: str) -> list[str]:
    """Compare a head that was kept outside of this house with the seal of that number."""
    if EventSeal.objects.filter(number=number, hash=kept_hash).exists():
        return []
    return [_("Cut off: seal %(seal)s of the event log is not the one that was kept.") % {"seal": number}]


# -- events ------------------------------------------------------------------------------------------------------


def _walk_events(walk: Walk) -> dict[int, Any]:
    """Compare each place with its event and the place before; return the oldest instant in each seal."""
    oldest: dict[int, Any] = {}
    for chunk in _chunks():
        events = {row[0]: row for row in _values_of([link.event_id for link in chunk])}
        for link in chunk:
            _step(walk, link, events.get(link.event_id))
            row = events.get(link.event_id)
            if row is not None:
                oldest[link.seal_id] = min(oldest.get(link.seal_id, row[AT]), row[AT])
    return oldest


def _step(walk: Walk, link: Link, row: tuple[Any, ...] | None) -> None:
    if link.position != walk.position + 1:
        walk.say(
            _("Deleted: places %(first)s to %(last)s of the event log are gone.")
            % {"first": walk.position + 1, "last": link.position - 1}
        )
    elif link.hash != link_hash(walk.hash, link.digest):
        walk.say(_("Reordered: place %(place)s does not follow the one before.") % {"place": link.position})
    if row is None:
        walk.say(
            _("Deleted: event %(event)s at place %(place)s is gone.")
            % {"event": link.event_id, "place": link.position}
        )
    elif (digest := event_digest(row)) != link.digest:
        walk.changed[link.digest] = (link, digest)
    walk.position, walk.hash = link.position, link.hash


def _name_changes(walk: Walk) -> None:
    """An event that stands where another was sealed was moved; one that fits nowhere was edited."""
    for link, found in walk.changed.values():
        words = {"event": link.event_id, "place": link.position}
        if found in walk.changed:
            walk.say(_("Reordered: event %(event)s at place %(place)s was sealed elsewhere.") % words)
        else:
            walk.say(_("Edited: event %(event)s at place %(place)s is not as it was sealed.") % words)


def _chunks() -> Iterator[list[Link]]:
    rows = SealedEvent.objects.order_by("position").values_list(
        "position", "event_id", "seal_id", "digest", "hash"
    )
    after = 0
    while chunk := [Link(*row) for row in rows.filter(position__gt=after)[:CHUNK]]:
        yield chunk
        after = chunk[-1].position


def _values_of(ids: list[int]) -> list[tuple[Any, ...]]:
    return list(Event.objects.filter(pk__in=ids).values_list(*EVENT_VALUES))


# -- seals and the end ------------------------------------------------------------------------------------------


def _walk_seals(walk: Walk, seals: list[EventSeal], oldest: dict[int, Any]) -> None:
    number, position, hash_, real = 0, 0, GENESIS, None
    ends = _ends_of(seals)
    for seal in seals:
        words = {"seal": seal.number}
        if seal.number != number + 1 or seal.first_position != position + 1:
            walk.say(_("Deleted: what was sealed before seal %(seal)s is gone.") % words)
        elif seal.previous_hash != hash_:
            walk.say(_("Reordered: seal %(seal)s does not follow the one before.") % words)
        if seal.hash != _hash_of(seal) or ends.get(seal.last_position) != seal.head:
            walk.say(_("Edited: seal %(seal)s does not hold its events.") % words)
        if seal.is_simulated:
            if not settings.IS_DEMO:
                walk.say(_("Inserted: seal %(seal)s was made on a simulated day.") % words)
        else:
            earliest = earliest_honest(real)
            if earliest is not None and seal.pk in oldest and oldest[seal.pk] < earliest:
                walk.say(_("Inserted: seal %(seal)s holds events of an older time.") % words)
            real = seal
        number, position, hash_ = seal.number, seal.last_position, seal.hash


def _hash_of(seal: EventSeal) -> str:
    return seal_hash(
        number=seal.number,
        previous=seal.previous_hash,
        first_position=seal.first_position,
        last_position=seal.last_position,
        head=seal.head,
        newest_event_at=seal.newest_event_at,
        sealed_at=seal.sealed_at,
        is_simulated=seal.is_simulated,
    )


def _ends_of(seals: list[EventSeal]) -> dict[int, str]:
    """Return the link at the last place of every seal."""
    ends: dict[int, str] = {}
    for start in range(0, len(seals), CHUNK):
        places = [seal.last_position for seal in seals[start : start + CHUNK]]
        rows = SealedEvent.objects.filter(position__in=places)
        ends.update(rows.values_list("position", "hash"))
    return ends


def _check_end(walk: Walk, seals: list[EventSeal]) -> None:
    """The one row that counts along knows where the log ended, whatever happened to its tail."""
    head = head_of_log()
    last = seals[-1] if seals else None
    there = (last.number, walk.position, last.hash) if last else (0, walk.position, GENESIS)
    if there != (head["seal"], head["events"], head["hash"]):
        walk.say(
            _(
                "Cut off: the log ends with seal %(seal)s at place %(place)s; sealed were %(seals)s and %(places)s."
            )
            % {"seal": there[0], "place": there[1], "seals": head["seal"], "places": head["events"]}
        )


def _check_unsealed(walk: Walk) -> None:
    """What is in no seal is new; an older event was put in behind the sealer's back, or the sealer stands still."""
    last = last_real_seal()
    if last is None:
        return
    unsealed = Event.objects.filter(~Exists(SealedEvent.objects.filter(event=OuterRef("pk"))))
    earliest = earliest_honest(last)
    for event in unsealed.filter(at__lt=earliest).order_by("pk")[:SHOWN]:
        walk.say(
            _("Inserted: event %(event)s carries a time that was sealed long ago.") % {"event": event.pk}
        )
    if not settings.IS_DEMO:
        for event in unsealed.filter(at__gt=clock.now() + SKEW).order_by("pk")[:SHOWN]:
            walk.say(_("Inserted: event %(event)s carries a time that has not come.") % {"event": event.pk})
    # The newest event shows that the house was at work; a machine that was off owes nothing.
    newest = Event.objects.filter(at__lte=clock.now() + SKEW).aggregate(at=Max("at"))["at"]
    waiting = unsealed.filter(at__gte=earliest, at__lt=newest - GRACE) if newest else unsealed.none()
    if not clock.is_simulated() and waiting.exists():
        walk.say(_("Events of more than an hour ago are not sealed: the sealer stands still."))
