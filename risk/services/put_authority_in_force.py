"""Put an authority matrix in force, once another person has approved it."""

from django.db import transaction
from django.db.models import Max

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from risk.authority.matrix import matrix_in_force
from risk.models import AuthorityMatrix
from risk.services.propose_authority import KIND, payload_of


def put_authority_in_force(*, matrix: AuthorityMatrix, actor: User | None) -> AuthorityMatrix:
    """Replace the version in force by the approved one, under the next version number.

    Refuses what `consume_approval` refuses; one that is in force already stays so.
    """
    with transaction.atomic():
        row = AuthorityMatrix.objects.get(pk=matrix.pk)
        if row.status != AuthorityMatrix.Status.PROPOSED:
            return row
        consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        row = lock_one(AuthorityMatrix.objects.filter(pk=matrix.pk))
        at = clock.now()
        before = matrix_in_force()
        if before is not None:
            move(before, AuthorityMatrix.Status.SUPERSEDED, actor=actor, ended_at=at)
        newest = AuthorityMatrix.objects.aggregate(newest=Max("version"))["newest"] or 0
        move(
            row,
            AuthorityMatrix.Status.IN_FORCE,
            actor=actor,
            data={"version": newest + 1},
            version=newest + 1,
            in_force_at=at,
        )
    return row
