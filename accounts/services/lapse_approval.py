"""Let an approval lapse that can no longer be carried out."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock
from accounts.models import Approval, User
from accounts.states import move


def lapse_approval(*, number: str, because: str, actor: User | None) -> None:
    """Take an approved request back, so that it can be asked anew; one that is over stays as it is."""
    with transaction.atomic():
        for row in lock(Approval.objects.filter(number=number, status=Approval.Status.APPROVED)):
            move(
                row,
                Approval.Status.WITHDRAWN,
                actor=actor,
                data={"kind": row.kind, "because": because},
                ended_at=clock.now(),
            )
