"""Give a card back to its makers when its approval came to nothing."""

from django.db import transaction

from accounts.locking import lock
from accounts.models import User
from accounts.states import move
from risk.models import Scorecard


def give_back_scorecard(*, approval_number: str, actor: User | None) -> None:
    """Make the card of a refused, withdrawn or expired approval a draft again; nothing where it is one already."""
    with transaction.atomic():
        waiting = Scorecard.objects.filter(approval_number=approval_number, status=Scorecard.Status.PROPOSED)
        for row in lock(waiting):
            move(row, Scorecard.Status.DRAFT, actor=actor, data={"approval": approval_number})
