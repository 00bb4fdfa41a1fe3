"""What follows when somebody has decided about a file."""

from functools import partial

from accounts.approval_ends import follow_approval
from accounts.models import Event
from risk.models import BureauFile
from risk.services.approve_bureau_file import approve_bureau_file
from risk.services.drop_bureau_file import drop_bureau_file


def on_approval_ended(event: Event) -> None:
    """Let an approved file go out; one that was not approved, or no longer holds, is dropped."""
    row = BureauFile.objects.filter(approval_number=event.subject_number).first()
    if row is None:
        return
    follow_approval(
        event,
        partial(approve_bureau_file, number=row.number, actor=event.actor),
        partial(drop_bureau_file, number=row.number, actor=event.actor),
    )
