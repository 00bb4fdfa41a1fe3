"""Drop a downgrade that was not approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import ClassDowngrade


def drop_downgrade(*, number: str, actor: User | None) -> ClassDowngrade:
    """End it before it counted; a second call finds it ended."""
    with transaction.atomic():
        row = lock_one(ClassDowngrade.objects.filter(number=number))
        if row.status == ClassDowngrade.Status.PLANNED:
            move(row, ClassDowngrade.Status.DROPPED, actor=actor, ended_at=clock.now())
    return row
