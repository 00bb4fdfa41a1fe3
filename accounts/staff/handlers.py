"""What follows when somebody has decided on a request about a colleague."""

import logging

from django.db import transaction

from accounts.errors import Refused
from accounts.models import Approval, Deputyship, Event, StaffChange
from accounts.services.begin_deputyship import begin_deputyship
from accounts.services.carry_out_change import carry_out_change
from accounts.services.drop_change import drop_change
from accounts.staff.changes import DEPUTY_KIND, KINDS

logger = logging.getLogger(__name__)
ENDS = {"approval.rejected": "refused", "approval.withdrawn": "withdrawn", "approval.expired": "lapsed"}


def on_approved(event: Event) -> None:
    """Carry out what was approved; what has become impossible meanwhile lapses and says why."""
    approval, row = _find(event)
    if approval is None or row is None or approval.status != Approval.Status.APPROVED:
        return
    try:
        with transaction.atomic():
            if isinstance(row, Deputyship):
                begin_deputyship(deputyship=row, approval_number=approval.number, actor=event.actor)
            else:
                carry_out_change(change=row, approval_number=approval.number, actor=event.actor)
    except Refused as refusal:
        logger.warning("approval %s was not carried out: %s", approval.number, refusal.code)
        drop_change(row=row, to="lapsed", actor=event.actor, because=refusal.code)


def on_not_approved(event: Event) -> None:
    """End the request that was not approved, taken back or forgotten."""
    _approval, row = _find(event)
    if row is not None:
        drop_change(row=row, to=ENDS[event.kind], actor=event.actor)


def _find(event: Event) -> tuple[Approval | None, StaffChange | Deputyship | None]:
    approval = Approval.objects.filter(pk=event.subject_id).first()
    if approval is None:
        return None, None
    if approval.kind == DEPUTY_KIND:
        return approval, Deputyship.objects.filter(pk=approval.subject_id).first()
    if approval.kind in KINDS.values():
        return approval, StaffChange.objects.filter(pk=approval.subject_id).first()
    return None, None
