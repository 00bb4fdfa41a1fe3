"""Drop a waiver that was not approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Waiver


def drop_waiver(*, number: str, actor: User | None) -> Waiver:
    """End it before the holder was asked; a second call finds it ended."""
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(Waiver.objects.filter(number=number))
        if row.status == Waiver.Status.PLANNED:
            move(row, Waiver.Status.DROPPED, actor=actor, ended_at=clock.now(), ended_on=today)
    return row
