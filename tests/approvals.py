"""Deciding about what was asked for, as another person does on the approvals page."""

from typing import Any, TypeVar

from accounts.models import Approval, User
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events

Asked = TypeVar("Asked", bound=Any)


def decide(row: Asked, checker: User, *, is_approved: bool = True) -> Asked:
    """Decide on the request of a row that names its approval, let follow what follows, and return the row fresh."""
    decide_number(row.approval_number, checker, is_approved=is_approved)
    row.refresh_from_db()
    return row


def decide_number(number: str, checker: User, *, is_approved: bool = True) -> None:
    """Decide on a request by its number, and let follow what follows."""
    approval = Approval.objects.get(number=number)
    decide_approval(
        checker=checker,
        number=number,
        is_approved=is_approved,
        shown_hash=approval.payload_hash,
        note="" if is_approved else "not now",
    )
    deliver_events()


def decide_halt_lift(checker: User) -> None:
    """Approve that payouts run again."""
    decide_number(Approval.objects.get(kind="finance.lift_halt", status="open").number, checker)
