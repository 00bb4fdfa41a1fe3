"""Ask a holder for an approved waiver."""

import datetime as dt

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.rules import rule_value
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from lending.models import Waiver
from lending.services.propose_waivers import KIND, payload_of


def offer_waiver(*, number: str, actor: User | None) -> Waiver:
    """Use the approval up and let the holder decide within the days of the rule; the message goes out by the event."""
    with transaction.atomic():
        today = clock.lock_business_date()
        row = Waiver.objects.select_related("claim").get(number=number)
        if row.status != Waiver.Status.PLANNED:
            return row
        consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        row = lock_one(Waiver.objects.filter(number=number))
        days = rule_value("waiver", on=today)["offer_days"]
        until_on = today + dt.timedelta(days=days)
        move(
            row,
            Waiver.Status.OFFERED,
            actor=actor,
            data={"until": until_on.isoformat()},
            offer_until_on=until_on,
        )
    return row
