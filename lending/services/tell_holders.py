"""Tell lenders what a day's payments brought them."""

import datetime as dt
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse

from accounts.models import User
from accounts.services.send_message import MessageInput, send_messages
from accounts.web.formats import yuan
from lending.models import ClaimReceipt

PARTS = ("principal", "interest", "overdue_interest")


def find_holders_to_tell(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the holders to whose claims something was paid on the day."""
    paid = ClaimReceipt.objects.filter(received_on=business_date, holder_id__gt=after_id)
    return list(paid.order_by("holder_id").values_list("holder_id", flat=True).distinct()[:limit])


def tell_holders(*, business_date: dt.date, holder_ids: list[int]) -> int:
    """Put one message for the whole day into each holder's inbox, in a constant number of statements."""
    rows: Any = (
        ClaimReceipt.objects.filter(received_on=business_date, holder__in=holder_ids)
        .order_by("holder")
        .values("holder")
        .annotate(payments=Count("pk"), **{part: Sum(f"{part}_fen") for part in PARTS})
    )
    holders = User.objects.in_bulk(holder_ids)
    link = reverse("receipts")
    messages = [
        MessageInput(
            to=holders[row["holder"]],
            template="payments_received",
            context={
                "day": business_date,
                "payments": row["payments"],
                "total": yuan(sum(row[part] for part in PARTS)),
                **{part: yuan(row[part]) for part in PARTS},
            },
            key=f"payments_received:{business_date.isoformat()}:{holders[row['holder']].number}",
            link=link,
        )
        for row in rows
    ]
    send_messages(messages)
    return len(messages)
