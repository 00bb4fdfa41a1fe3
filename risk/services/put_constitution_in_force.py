"""Put an approved constitution of the credit committee in force."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from risk.committee.constitution import KIND
from risk.models import CommitteeConstitution
from risk.services.propose_constitution import payload_of


def put_constitution_in_force(
    *, constitution: CommitteeConstitution, approval_number: str, actor: User | None
) -> CommitteeConstitution:
    """Let a version hold for meetings planned from now on; the one before it is superseded.

    Refuses what `consume_approval` refuses.
    """
    with transaction.atomic():
        consume_approval(
            number=approval_number,
            kind=KIND,
            subject=constitution,
            payload=payload_of(constitution),
            actor=actor,
        )
        for earlier in lock(
            CommitteeConstitution.objects.filter(status=CommitteeConstitution.Status.IN_FORCE)
        ):
            move(earlier, CommitteeConstitution.Status.SUPERSEDED, actor=actor)
        row = lock_one(CommitteeConstitution.objects.filter(pk=constitution.pk))
        move(row, CommitteeConstitution.Status.IN_FORCE, actor=actor, in_force_at=clock.now())
    return row
