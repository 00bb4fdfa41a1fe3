"""Drop a limit that was not approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import LimitProposal


def drop_limit(*, number: str, actor: User | None) -> LimitProposal:
    """End the request before it limited anything; a second call finds it ended."""
    with transaction.atomic():
        row = lock_one(LimitProposal.objects.filter(number=number))
        if row.status == LimitProposal.Status.PLANNED:
            move(row, LimitProposal.Status.DROPPED, actor=actor, ended_at=clock.now())
    return row
