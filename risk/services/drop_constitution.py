"""Drop a proposed constitution of the credit committee."""

from django.db import transaction

from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import CommitteeConstitution


def drop_constitution(*, constitution: CommitteeConstitution, actor: User | None) -> None:
    """End a proposal that was not approved, taken back or forgotten; one that is over stays as it is."""
    with transaction.atomic():
        row = lock_one(CommitteeConstitution.objects.filter(pk=constitution.pk))
        if row.status == CommitteeConstitution.Status.PROPOSED:
            move(row, CommitteeConstitution.Status.DROPPED, actor=actor)
