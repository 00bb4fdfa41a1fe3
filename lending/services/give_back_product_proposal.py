"""Give a draft back to its makers when its approval came to nothing."""

from django.db import transaction

from accounts.locking import lock
from accounts.models import User
from accounts.states import move
from lending.models import ProductProposal


def give_back_product_proposal(*, approval_number: str, actor: User | None) -> None:
    """Make the proposal of a refused, withdrawn or expired approval a draft again; nothing where it is one already."""
    with transaction.atomic():
        waiting = ProductProposal.objects.filter(
            approval_number=approval_number, status=ProductProposal.Status.PROPOSED
        )
        for row in lock(waiting):
            move(row, ProductProposal.Status.DRAFT, actor=actor, data={"approval": approval_number})
