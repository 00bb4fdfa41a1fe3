"""Tell the risk manager of warning notices that nobody answered by their day."""

import datetime as dt

from django.db import transaction

from accounts.events import EventInput, record_events
from accounts.locking import lock
from risk.models import NoticeStep, WarningNotice
from risk.services.answer_notice import write_step
from risk.warnings.messages import tell_escalated


def find_notices_to_escalate(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the notices whose day is over at the end of a day and that were not escalated for it."""
    rows = WarningNotice.objects.filter(
        status=WarningNotice.Status.OPEN, due_on__lte=business_date, escalated_on=None, pk__gt=after_id
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def escalate_notices(*, business_date: dt.date, notice_ids: list[int]) -> list[WarningNotice]:
    """Mark them, write it on each, and tell owners and risk managers; once for each deadline."""
    with transaction.atomic():
        rows = lock(
            WarningNotice.objects.filter(
                pk__in=notice_ids, status=WarningNotice.Status.OPEN, escalated_on=None
            )
        )
        for row in rows:
            row.escalated_on = business_date
            write_step(row, NoticeStep.Kind.OVERDUE, "", None)
        WarningNotice.objects.bulk_update(rows, ["escalated_on"])
        record_events([EventInput("warning_notice.escalated", row) for row in rows], actor=None)
        tell_escalated(rows)
    return rows
