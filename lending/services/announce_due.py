"""Write down which instalments fall due on a day."""

import datetime as dt

from accounts.events import EventInput, record_events
from lending.models import Instalment, Loan


def find_due_instalments(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the open instalments of active loans that are due on the day, in the order of their ids."""
    due = Instalment.objects.filter(
        due_on=business_date,
        settled_at=None,
        superseded_at=None,
        loan__status=Loan.Status.ACTIVE,
        pk__gt=after_id,
    )
    return list(due.order_by("pk").values_list("pk", flat=True)[:limit])


def announce_due(*, business_date: dt.date, instalment_ids: list[int]) -> int:
    """Record one event for each instalment: the history says what fell due, whatever is paid on it afterwards."""
    rows = Instalment.objects.filter(pk__in=instalment_ids).select_related("loan").order_by("pk")
    inputs = [
        EventInput(
            "loan.instalment_due",
            row.loan,
            {"n": row.n, "due_on": business_date.isoformat(), "unpaid_fen": row.unpaid_fen},
        )
        for row in rows
    ]
    return len(record_events(inputs, actor=None))
