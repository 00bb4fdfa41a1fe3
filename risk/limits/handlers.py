"""What follows when somebody has decided about a limit."""

import logging

from accounts.errors import Refused
from accounts.models import Event
from risk.models import LimitProposal
from risk.services.drop_limit import drop_limit
from risk.services.put_limit_in_force import put_limit_in_force

logger = logging.getLogger(__name__)


def on_approval_ended(event: Event) -> None:
    """Put an approved limit in force; one that was not approved, or no longer holds, is dropped."""
    row = LimitProposal.objects.filter(approval_number=event.subject_number).first()
    if row is None:
        return
    if event.kind == "approval.approved":
        try:
            put_limit_in_force(number=row.number, actor=event.actor)
        except Refused as refusal:
            logger.warning("%s is not put in force: %s", row.number, refusal.code)
        else:
            return
    drop_limit(number=row.number, actor=event.actor)
