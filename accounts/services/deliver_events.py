"""Deliver events to their consumers: at least once, in order for each object."""

import datetime as dt
import logging

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.module_loading import import_string

from accounts import clock
from accounts.acting import acting
from accounts.events import subscription_of
from accounts.models.event import Event, EventDelivery

logger = logging.getLogger(__name__)

BATCH = 100
MAX_TRIES = 8


def deliver_events(*, consumer: str | None = None, limit: int = 10_000) -> int:
    """Run due deliveries until none is left or `limit` is reached; return how many were done.

    A failing handler is tried again later with growing pauses, then parked; it holds up only its own object.
    """
    done = 0
    while done < limit:
        progress = [_deliver(delivery_id) for delivery_id in _due_ids(consumer)]
        done += sum(progress)
        if not any(progress):
            break
    return done


def _due_ids(consumer: str | None) -> list[int]:
    """Return the first open delivery of each object and consumer that is due."""
    earlier = EventDelivery.objects.filter(
        consumer=OuterRef("consumer"), subject_key=OuterRef("subject_key"), pk__lt=OuterRef("pk")
    ).exclude(status=EventDelivery.Status.DONE)
    due = EventDelivery.objects.filter(status=EventDelivery.Status.DUE, next_try_at__lte=clock.now())
    if consumer is not None:
        due = due.filter(consumer=consumer)
    return list(due.filter(~Exists(earlier)).order_by("pk").values_list("pk", flat=True)[:BATCH])


def _deliver(delivery_id: int) -> bool:
    """Claim one delivery and call its handler in one transaction; a rival's claim is left alone."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        delivery = (
            EventDelivery.objects.select_for_update(skip_locked=skip, of=("self",) if skip else ())
            .select_related("event", "event__actor")
            .filter(pk=delivery_id, status=EventDelivery.Status.DUE)
            .first()
        )
        if delivery is None:
            return False
        subscription = subscription_of(delivery.consumer)
        try:
            with transaction.atomic():
                if subscription is None:
                    raise LookupError(f"Nobody subscribes as {delivery.consumer}.")
                _handle(subscription.handler, delivery.event)
        except Exception as error:
            logger.exception("delivery %s of %s failed", delivery.pk, delivery.consumer)
            _put_off(delivery, error)
            return False
        delivery.status = EventDelivery.Status.DONE
        delivery.done_at = clock.now()
        delivery.save(update_fields=["status", "done_at"])
        return True


def _handle(handler: str, event: Event) -> None:
    """What follows from something done for an absent colleague is done for that colleague too."""
    with acting(event.actor_id or 0, str(event.data.get("for", ""))):
        import_string(handler)(event)


def _put_off(delivery: EventDelivery, error: Exception) -> None:
    delivery.tries += 1
    delivery.error = f"{type(error).__name__}: {error}"[:2000]
    delivery.next_try_at = clock.now() + dt.timedelta(seconds=min(5 * 2**delivery.tries, 3600))
    if delivery.tries >= MAX_TRIES:
        delivery.status = EventDelivery.Status.PARKED
    delivery.save(update_fields=["tries", "error", "next_try_at", "status"])
