"""Drop a file for the credit bureau that was not sent."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import BureauFile


def drop_bureau_file(*, number: str, actor: User | None) -> BureauFile:
    """End a file that nobody approved, or that the bureau did not take; another one is left as it is.

    Its corrections wait for the next file.
    """
    with transaction.atomic():
        row = lock_one(BureauFile.objects.filter(number=number))
        is_not_taken = row.status == BureauFile.Status.APPROVED and bool(row.error)
        if row.status == BureauFile.Status.MADE or is_not_taken:
            move(row, BureauFile.Status.DROPPED, actor=actor, ended_at=clock.now())
    return row
