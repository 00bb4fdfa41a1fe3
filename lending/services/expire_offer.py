"""Let an offer lapse that nobody accepted."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.states import move
from lending.models import Application


def expire_offer(*, application_id: int) -> bool:
    """Expire the application when its offer, or after acceptance its approval, has run out; return whether it did."""
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(Application.objects.filter(pk=application_id))
        decision = row.decision
        if decision is None:
            return False
        last_on = {
            Application.Status.APPROVED: decision.offer_until_on,
            Application.Status.ACCEPTED: decision.valid_until_on,
        }.get(Application.Status(row.status))
        if last_on is None or last_on >= today:
            return False
        move(
            row,
            Application.Status.EXPIRED,
            actor=None,
            ended_at=clock.now(),
            end_reason="offer_expired",
        )
    return True
