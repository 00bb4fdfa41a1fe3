"""Open an appeal again whose acceptance the second person did not share."""

from django.db import transaction

from accounts.locking import lock
from accounts.models import User
from accounts.states import move
from risk.models import ListAppeal


def reopen_list_appeal(*, approval_number: str, actor: User | None) -> None:
    """Put the appeal of a request that was not approved back to be decided; a second call finds it open."""
    with transaction.atomic():
        rows = ListAppeal.objects.filter(
            approval_number=approval_number, status=ListAppeal.Status.ACCEPTED
        ).exclude(approval_number="")
        for row in lock(rows):
            move(
                row,
                ListAppeal.Status.OPEN,
                actor=actor,
                data={"approval": approval_number},
                decided_by=None,
                decided_at=None,
                approval_number="",
            )
