"""What follows when somebody has decided about a downgrade."""

import logging

from accounts.errors import Refused
from accounts.models import Event
from risk.models import ClassDowngrade
from risk.services.drop_downgrade import drop_downgrade
from risk.services.put_downgrade_in_force import put_downgrade_in_force

logger = logging.getLogger(__name__)


def on_approval_ended(event: Event) -> None:
    """Put an approved downgrade in force; one that was not approved, or no longer holds, is dropped."""
    row = ClassDowngrade.objects.filter(approval_number=event.subject_number).first()
    if row is None:
        return
    if event.kind == "approval.approved":
        try:
            put_downgrade_in_force(number=row.number, actor=event.actor)
        except Refused as refusal:
            logger.warning("%s is not put in force: %s", row.number, refusal.code)
        else:
            return
    drop_downgrade(number=row.number, actor=event.actor)
