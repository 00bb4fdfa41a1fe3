"""End a break as a second person approved."""

from django.db import transaction

from accounts.models import User
from accounts.services.consume_approval import consume_approval
from finance.models import ReconciliationBreak
from finance.services.resolve_break import KIND, end_break, payload_of


def end_approved_break(*, number: str, actor: User | None) -> ReconciliationBreak:
    """Resolve a break whose approval was given; refuses what `consume_approval` refuses."""
    with transaction.atomic():
        row = ReconciliationBreak.objects.get(number=number)
        approval = consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        end_break(
            row,
            actor=actor,
            resolved_by=approval.maker,
            checked_by=approval.checker,
            resolution=row.resolution,
        )
    return row
