"""What follows when somebody has decided about a limit."""

from functools import partial

from accounts.approval_ends import carry_out_or_lapse
from accounts.models import Event
from risk.models import LimitProposal
from risk.services.drop_limit import drop_limit
from risk.services.put_limit_in_force import put_limit_in_force


def on_approval_ended(event: Event) -> None:
    """Put an approved limit in force; one that was not approved, or no longer holds, is dropped."""
    row = LimitProposal.objects.filter(approval_number=event.subject_number).first()
    if row is None:
        return
    if event.kind == "approval.approved":
        act = partial(put_limit_in_force, number=row.number, actor=event.actor)
        if carry_out_or_lapse(act, number=event.subject_number, actor=event.actor):
            return
    drop_limit(number=row.number, actor=event.actor)
