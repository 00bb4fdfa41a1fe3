"""Writing what happened, and leaving word of it for the floors above.

A consumer subscribes in its `apps.py: ready()`. The delivery row is written in the transaction of the event, so nothing
is lost; after commit a bell rings the worker, and the sweep finds whatever bell was lost.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from accounts import clock
from accounts.acting import acts_for
from accounts.bells import Bell
from accounts.models.event import Event, EventDelivery
from accounts.models.user import User
from accounts.web.request_context import current_request_id

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class EventInput:
    kind: str
    subject: models.Model | None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Subscription:
    consumer: str
    kinds: frozenset[str]
    handler: str


_subscriptions: dict[str, Subscription] = {}
_by_kind: dict[str, list[str]] = defaultdict(list)
# Wakes a consumer: its name is the argument.
bell = Bell()


def subscribe(consumer: str, kinds: Iterable[str], handler: str) -> None:
    """Deliver events of these kinds to the handler (a dotted path), at least once and in order for each object.

    A consumer that is new to a live system gets the past by a backfill in its migration.
    """
    subscription = Subscription(consumer, frozenset(kinds), handler)
    if consumer in _subscriptions:
        raise ValueError(f"{consumer} subscribed twice.")
    _subscriptions[consumer] = subscription
    for kind in sorted(subscription.kinds):
        _by_kind[kind].append(consumer)


def subscription_of(consumer: str) -> Subscription | None:
    """Return the subscription by its consumer's name."""
    return _subscriptions.get(consumer)


def record_event(
    kind: str, *, subject: models.Model | None, actor: User | None, data: dict[str, Any] | None = None
) -> Event:
    """Write one event and its deliveries in the caller's transaction; `data` holds references, nothing personal.

    What a deputy does is written down with `for`, the number of the absent colleague.
    """
    return record_events([EventInput(kind, subject, data or {})], actor=actor)[0]


def record_events(inputs: Sequence[EventInput], *, actor: User | None) -> list[Event]:
    """Write many events and their deliveries with a constant number of statements."""
    if not inputs:
        return []
    at, business_on, request_id = clock.now(), clock.today(), current_request_id()
    with transaction.atomic():
        events = Event.objects.bulk_create(
            [_event(one, actor, at, business_on, request_id) for one in inputs], batch_size=500
        )
        deliveries = [
            EventDelivery(event=event, consumer=consumer, subject_key=_subject_key(event), next_try_at=at)
            for event in events
            for consumer in _by_kind.get(event.kind, ())
        ]
        EventDelivery.objects.bulk_create(deliveries, batch_size=500)
        for consumer in sorted({delivery.consumer for delivery in deliveries}):
            bell.ring_after_commit(consumer)
    return events


def _event(one: EventInput, actor: User | None, at: Any, business_on: Any, request_id: str) -> Event:
    subject = one.subject
    acted_for = acts_for(actor.pk) if actor is not None else ""
    return Event(
        kind=one.kind,
        subject_type=subject._meta.model_name if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        subject_number=getattr(subject, "number", "") if subject is not None else "",
        actor=actor,
        at=at,
        business_on=business_on,
        request_id=request_id,
        data={**one.data, "for": acted_for} if acted_for else one.data,
    )


def _subject_key(event: Event) -> str:
    return f"{event.subject_type}:{event.subject_id}" if event.subject_type else f"event:{event.pk}"
