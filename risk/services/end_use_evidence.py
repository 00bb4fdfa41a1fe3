"""Let evidence go that is not needed any more."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock
from accounts.states import move
from risk.models import UseEvidence


def end_use_evidence(*, loan_id: int) -> int:
    """End what is asked about a loan that is repaid or was given back; what was handed in is still looked at."""
    with transaction.atomic():
        rows = lock(UseEvidence.objects.filter(loan=loan_id, status__in=UseEvidence.OWED))
        for row in rows:
            move(row, UseEvidence.Status.ENDED, actor=None, ended_at=clock.now())
    return len(rows)
