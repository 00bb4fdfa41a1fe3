"""What follows when somebody has decided about an authority matrix."""

import logging

from accounts.errors import Refused
from accounts.models import Event
from accounts.services.lapse_approval import lapse_approval
from risk.models import AuthorityMatrix
from risk.services.drop_authority import drop_authority
from risk.services.propose_authority import KIND
from risk.services.put_authority_in_force import put_authority_in_force

logger = logging.getLogger(__name__)


def on_approval(event: Event) -> None:
    """Put an approved matrix in force; drop one that was refused, taken back or forgotten."""
    if event.data.get("kind") not in (None, KIND):
        return
    matrix = AuthorityMatrix.objects.filter(approval_number=event.subject_number).first()
    if matrix is None or not event.subject_number:
        return
    if event.kind != "approval.approved":
        drop_authority(matrix=matrix, actor=event.actor)
        return
    try:
        put_authority_in_force(matrix=matrix, actor=event.actor)
    except Refused as refusal:
        logger.warning("%s is not put in force: %s", matrix.number, refusal.code)
        lapse_approval(number=event.subject_number, because=refusal.code, actor=event.actor)
        drop_authority(matrix=matrix, actor=event.actor)
