"""Drop a version of a rule of early warning that was not approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import SignalRule


def drop_signal_rule(*, number: str, actor: User | None) -> SignalRule:
    """End the request before it raised anything; a second call finds it ended."""
    with transaction.atomic():
        row = lock_one(SignalRule.objects.filter(number=number))
        if row.status == SignalRule.Status.PROPOSED:
            move(row, SignalRule.Status.DROPPED, actor=actor, ended_at=clock.now())
    return row
