"""The sandbox bank's postman: hands signed bytes to our hook, in process, never by a request to the own site."""

import datetime as dt
import logging
import uuid
from typing import Any

from accounts import clock
from finance.custody.signature import sign
from finance.models import SandboxNotification
from finance.services.receive_notification import receive_notification

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=30)
MAX_TRIES = 12
BATCH = 100


def deliver_notifications(limit: int = 1000) -> int:
    """Deliver what is due, in that order; return how many the hook took. Anything but 200 is tried again later."""
    taken = 0
    for _round in range(limit // BATCH + 1):
        due = SandboxNotification.objects.filter(state="queued", due_at__lte=clock.now(), tries__lt=MAX_TRIES)
        rows = list(due.order_by("due_at", "pk")[:BATCH])
        taken += sum(_deliver(row) for row in rows)
        if len(rows) < BATCH:
            break
    return taken


def deliver_one(notification_id: str) -> bool:
    """Deliver one notification now, also one that was kept back."""
    row = SandboxNotification.objects.get(notification_id=notification_id)
    SandboxNotification.objects.filter(pk=row.pk, state="silenced").update(state="queued")
    return _deliver(row)


def _deliver(row: SandboxNotification) -> bool:
    """Take a lease on the row and hand it over, as many times as planned, each time freshly signed."""
    at = clock.now()
    claimed = SandboxNotification.objects.filter(pk=row.pk, state="queued", tries=row.tries).update(
        tries=row.tries + 1, due_at=at + LEASE * 2 ** min(row.tries, 7)
    )
    if not claimed:
        return False
    status = 0
    for _copy in range(row.copies):
        status = _hand_over(row.body.encode())
    changes: dict[str, Any] = {"last_status": status}
    if status == 200:
        changes |= {"state": "delivered", "delivered_at": clock.now()}
    SandboxNotification.objects.filter(pk=row.pk).update(**changes)
    return status == 200


def _hand_over(body: bytes) -> int:
    headers = sign(body=body, timestamp=int(clock.now().timestamp()), nonce=uuid.uuid4().hex)
    try:
        return receive_notification(headers=headers, body=body).status
    except Exception:
        logger.exception("the hook failed on a notification of the sandbox bank")
        return 500
