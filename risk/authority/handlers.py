"""What follows when somebody has decided about an authority matrix."""

from functools import partial

from accounts.approval_ends import follow_approval
from accounts.models import Event
from risk.models import AuthorityMatrix
from risk.services.drop_authority import drop_authority
from risk.services.propose_authority import KIND
from risk.services.put_authority_in_force import put_authority_in_force


def on_approval(event: Event) -> None:
    """Put an approved matrix in force; drop one that was refused, taken back or forgotten."""
    if event.data.get("kind") not in (None, KIND):
        return
    matrix = AuthorityMatrix.objects.filter(approval_number=event.subject_number).first()
    if matrix is None or not event.subject_number:
        return
    follow_approval(
        event,
        partial(put_authority_in_force, matrix=matrix, actor=event.actor),
        partial(drop_authority, matrix=matrix, actor=event.actor),
    )
