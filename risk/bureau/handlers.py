"""What follows when somebody has decided about a file."""

from accounts.approval_ends import carry_out_or_lapse
from accounts.models import Event
from risk.models import BureauFile
from risk.services.approve_bureau_file import approve_bureau_file
from risk.services.drop_bureau_file import drop_bureau_file


def on_approval_ended(event: Event) -> None:
    """Let an approved file go out; one that was not approved, or no longer holds, is dropped."""
    row = BureauFile.objects.filter(approval_number=event.subject_number).first()
    if row is None:
        return
    if event.kind == "approval.approved" and carry_out_or_lapse(
        lambda: approve_bureau_file(number=row.number, actor=event.actor),
        number=event.subject_number,
        actor=event.actor,
    ):
        return
    drop_bureau_file(number=row.number, actor=event.actor)
