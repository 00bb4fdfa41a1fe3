"""Carry out the changes of staff whose day has come: a step of the close."""

import datetime as dt
import logging

from django.db import transaction

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock
from accounts.models import StaffChange
from accounts.services.finish_change import finish_change
from accounts.states import move

logger = logging.getLogger(__name__)
A_DAY = dt.timedelta(days=1)


def find_changes_to_begin(day: dt.date, after_id: int, limit: int) -> list[int]:
    """Return approved changes that hold from the day after the one that closes, or should have held already."""
    rows = StaffChange.objects.filter(status="planned", effective_on__lte=day + A_DAY, pk__gt=after_id)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def begin_changes(day: dt.date, ids: list[int]) -> None:
    """Let them take effect; what has become impossible lapses and says why. The caller holds the transaction."""
    planned = StaffChange.objects.filter(pk__in=ids, status=StaffChange.Status.PLANNED)
    for row in lock(planned):
        try:
            with transaction.atomic():
                finish_change(change=row, actor=None, on=day + A_DAY)
        except Refused as refusal:
            logger.warning("change %s was not carried out: %s", row.number, refusal.code)
            move(
                row,
                StaffChange.Status.LAPSED,
                actor=None,
                data={"because": refusal.code},
                ended_at=clock.now(),
            )
