"""Give a break back to its owner, whose way of ending it was not approved."""

from django.db import transaction

from accounts.events import record_event
from accounts.locking import lock
from accounts.models import User
from finance.models import ReconciliationBreak


def give_back_break(*, approval_number: str, actor: User | None) -> None:
    """Forget what was proposed; the evidence stays with the request for approval. Safe to run twice."""
    with transaction.atomic():
        waiting = ReconciliationBreak.objects.filter(approval_number=approval_number, status="assigned")
        for row in lock(waiting):
            row.approval_number = row.resolution = row.evidence = row.entry_number = ""
            row.save(update_fields=["approval_number", "resolution", "evidence", "entry_number"])
            record_event("reconciliation_break.given_back", subject=row, actor=actor)
