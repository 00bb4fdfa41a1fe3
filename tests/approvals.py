"""Deciding about what was asked for, as another person does on the approvals page."""

from typing import Any, TypeVar

from accounts.models import Approval, User
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events

Asked = TypeVar("Asked", bound=Any)


def decide(row: Asked, checker: User, *, is_approved: bool = True) -> Asked:
    """Decide on the request of a row that names its approval, let follow what follows, and return the row fresh."""
    approval = Approval.objects.get(number=row.approval_number)
    decide_approval(
        checker=checker,
        number=approval.number,
        is_approved=is_approved,
        shown_hash=approval.payload_hash,
        note="" if is_approved else "not now",
    )
    deliver_events()
    row.refresh_from_db()
    return row
