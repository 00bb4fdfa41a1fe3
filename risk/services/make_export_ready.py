"""Let an approved export be fetched."""

import datetime as dt

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.rules import rule_value
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from risk.models import ListExport
from risk.services.ask_export import KIND, payload_of


def make_export_ready(*, number: str, actor: User | None) -> ListExport:
    """Open the days in which it may be fetched once (RULES lists.files); refuses what `consume_approval` refuses."""
    with transaction.atomic():
        row = ListExport.objects.select_related("customer", "dealer").get(number=number)
        if row.status != ListExport.Status.PLANNED:
            return row
        consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        row = lock_one(ListExport.objects.filter(number=number))
        today = clock.today()
        days = rule_value("lists.files", on=today)["fetch_days"]
        move(row, ListExport.Status.READY, actor=actor, until_on=today + dt.timedelta(days=days))
    return row
