"""End a request about a colleague that was not approved, was taken back, or cannot be done any more."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock
from accounts.models import Deputyship, StaffChange, User
from accounts.states import move


def drop_change(*, row: StaffChange | Deputyship, to: str, actor: User | None, because: str = "") -> bool:
    """Move an open request to refused, withdrawn or lapsed; return whether it was still open."""
    with transaction.atomic():
        model = type(row)
        found = lock(model._default_manager.filter(pk=row.pk, status="asked"))
        if not found:
            return False
        move(found[0], to, actor=actor, data={"because": because} if because else None, ended_at=clock.now())
    return True
