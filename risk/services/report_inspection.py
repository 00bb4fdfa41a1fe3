"""Report an inspection."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.inspections.rules import require_running
from risk.models import Inspection
from risk.models.inspection import InspectionResult


def report_inspection(*, inspection: Inspection, summary: str, actor: User) -> Inspection:
    """Hand the report in: from now on nothing of it changes, its findings are mended and checked again.

    Refuses (`no_summary`), (`open_lines`) a question or drawn object nobody looked at, (`no_finding`) a line that is
    not in order without any finding, and all that an inspection not under way refuses.
    """
    if not summary.strip():
        raise Refused("no_summary", _("Sum up what the inspection saw."), field="summary")
    with transaction.atomic():
        row = lock_one(Inspection.objects.filter(pk=inspection.pk))
        require_running(row, actor)
        results = [*row.items.values_list("result", flat=True), *row.samples.values_list("result", flat=True)]
        waiting = results.count(InspectionResult.OPEN)
        if waiting:
            raise Refused("open_lines", _("%(count)d lines have no answer yet.") % {"count": waiting})
        if InspectionResult.FINDING in results and not row.findings.exists():
            raise Refused("no_finding", _("Something is not in order, and no finding says who mends it."))
        move(
            row,
            Inspection.Status.REPORTED,
            actor=actor,
            data={"findings": row.findings.count()},
            summary=summary.strip(),
            reported_at=clock.now(),
        )
    return row
