"""Drop a proposed authority matrix that was not approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import AuthorityMatrix


def drop_authority(*, matrix: AuthorityMatrix, actor: User | None) -> None:
    """End a proposal; one that is over stays as it is."""
    with transaction.atomic():
        row = lock_one(AuthorityMatrix.objects.filter(pk=matrix.pk))
        if row.status == AuthorityMatrix.Status.PROPOSED:
            move(row, AuthorityMatrix.Status.DROPPED, actor=actor, ended_at=clock.now())
