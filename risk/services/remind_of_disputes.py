"""Remind those who answer disputes of the days that are left."""

import datetime as dt

from accounts.services.send_message import MessageInput, send_messages
from risk.bureau.queries import answerers
from risk.bureau.rules import remind_days
from risk.models import BureauDispute

TEMPLATE = "bureau_dispute_due"


def find_disputes_to_remind_of(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the open disputes whose last day is so many days away as the rule names."""
    days = [business_date + dt.timedelta(days=one) for one in remind_days(business_date)]
    rows = BureauDispute.objects.filter(pk__gt=after_id, status=BureauDispute.Status.OPEN, due_on__in=days)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def remind_of_disputes(*, business_date: dt.date, dispute_ids: list[int]) -> int:
    """Write to every colleague who may answer each of them, once a day; return how many messages that makes."""
    rows = BureauDispute.objects.filter(pk__in=dispute_ids, status=BureauDispute.Status.OPEN)
    inputs = [
        MessageInput(
            to=colleague,
            template=TEMPLATE,
            context={"dispute": row.number, "due": row.due_on, "days": (row.due_on - business_date).days},
            key=f"bureau_dispute_due:{row.number}:{business_date}:{colleague.pk}",
            link=f"/office/risk/bureau/disputes/{row.number}/",
        )
        for row in rows.select_related(
            "record__file__made_by", "record__file__checked_by", "borrower"
        ).order_by("pk")
        for colleague in answerers(row)
    ]
    send_messages(inputs)
    return len(inputs)
