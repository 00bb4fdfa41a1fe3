"""What follows when somebody has decided about a downgrade."""

from functools import partial

from accounts.approval_ends import follow_approval
from accounts.models import Event
from risk.models import ClassDowngrade
from risk.services.drop_downgrade import drop_downgrade
from risk.services.put_downgrade_in_force import put_downgrade_in_force


def on_approval_ended(event: Event) -> None:
    """Put an approved downgrade in force; one that was not approved, or no longer holds, is dropped."""
    row = ClassDowngrade.objects.filter(approval_number=event.subject_number).first()
    if row is None:
        return
    follow_approval(
        event,
        partial(put_downgrade_in_force, number=row.number, actor=event.actor),
        partial(drop_downgrade, number=row.number, actor=event.actor),
    )
