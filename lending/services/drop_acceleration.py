"""Drop the calling in of a loan that was not approved, or that can no longer be carried out."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Acceleration


def drop_acceleration(*, number: str, actor: User | None) -> Acceleration:
    """End it before notice was given; a second call finds it ended."""
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(Acceleration.objects.filter(number=number))
        if row.status == Acceleration.Status.PLANNED:
            move(row, Acceleration.Status.DROPPED, actor=actor, ended_at=clock.now(), ended_on=today)
    return row
