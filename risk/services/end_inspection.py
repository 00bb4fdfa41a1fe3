"""Close an inspection whose findings are mended, or call off one that has not begun."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import Inspection, InspectionFinding


def end_inspection(*, inspection: Inspection, reason: str, actor: User) -> Inspection:
    """Close a reported inspection; a planned one is called off, with a reason.

    Refuses (`findings_open`) findings that are not verified, (`no_reason`) calling off without one, (`not_ended_so`)
    an inspection under way, which is reported first, or one that is over.
    """
    with transaction.atomic():
        row = lock_one(Inspection.objects.filter(pk=inspection.pk))
        ended: dict[str, Any] = {"ended_by": actor, "ended_at": clock.now(), "end_reason": reason.strip()}
        if row.status == Inspection.Status.PLANNED:
            if not reason.strip():
                raise Refused("no_reason", _("Say why it is called off."), field="reason")
            move(row, Inspection.Status.CANCELLED, actor=actor, **ended)
            return row
        if row.status != Inspection.Status.REPORTED:
            raise Refused("not_ended_so", _("Only a reported inspection is closed."))
        waiting = row.findings.exclude(status=InspectionFinding.Status.VERIFIED).count()
        if waiting:
            raise Refused(
                "findings_open",
                _("%(count)d findings are not checked again yet.") % {"count": waiting},
            )
        move(row, Inspection.Status.CLOSED, actor=actor, **ended)
    return row
