"""Give a plan back that was not approved."""

from django.db import transaction

from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Restructure


def give_back_restructure(*, number: str, actor: User | None) -> Restructure:
    """Return the request to the queue; a second call finds it there."""
    with transaction.atomic():
        row = lock_one(Restructure.objects.filter(number=number))
        if row.status == Restructure.Status.PLANNED:
            move(row, Restructure.Status.ASKED, actor=actor)
    return row
