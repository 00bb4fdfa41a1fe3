"""What follows when somebody has decided about a limit."""

from functools import partial

from accounts.approval_ends import follow_approval
from accounts.models import Event
from risk.models import LimitProposal
from risk.services.drop_limit import drop_limit
from risk.services.put_limit_in_force import put_limit_in_force


def on_approval_ended(event: Event) -> None:
    """Put an approved limit in force; one that was not approved, or no longer holds, is dropped."""
    row = LimitProposal.objects.filter(approval_number=event.subject_number).first()
    if row is None:
        return
    follow_approval(
        event,
        partial(put_limit_in_force, number=row.number, actor=event.actor),
        partial(drop_limit, number=row.number, actor=event.actor),
    )
