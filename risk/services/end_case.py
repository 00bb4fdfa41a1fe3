"""End a case whose application went away."""

from django.db import transaction

from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import CreditCase


def end_case(*, case: CreditCase, actor: User | None) -> CreditCase:
    """Close a case without a decision; one that is over stays as it is."""
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        if CreditCase.Status.ENDED in CreditCase.MOVES.get(row.status, frozenset()):
            move(row, CreditCase.Status.ENDED, actor=actor)
    return row
