"""Drop a write-off that was not approved, or that can no longer be carried out."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import WriteOff


def drop_write_off(*, number: str, actor: User | None) -> WriteOff:
    """End it before it was carried out; a second call finds it ended."""
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(WriteOff.objects.filter(number=number))
        if row.status == WriteOff.Status.PLANNED:
            move(row, WriteOff.Status.DROPPED, actor=actor, ended_at=clock.now(), ended_on=today)
    return row
