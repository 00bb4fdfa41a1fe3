"""What follows when somebody has decided about a downgrade."""

from functools import partial

from accounts.approval_ends import carry_out_or_lapse
from accounts.models import Event
from risk.models import ClassDowngrade
from risk.services.drop_downgrade import drop_downgrade
from risk.services.put_downgrade_in_force import put_downgrade_in_force


def on_approval_ended(event: Event) -> None:
    """Put an approved downgrade in force; one that was not approved, or no longer holds, is dropped."""
    row = ClassDowngrade.objects.filter(approval_number=event.subject_number).first()
    if row is None:
        return
    if event.kind == "approval.approved":
        act = partial(put_downgrade_in_force, number=row.number, actor=event.actor)
        if carry_out_or_lapse(act, number=event.subject_number, actor=event.actor):
            return
    drop_downgrade(number=row.number, actor=event.actor)
