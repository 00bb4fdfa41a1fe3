"""Begin the absences whose first day comes and end those whose last day is over: a step of the close."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock
from accounts.models import Deputyship
from accounts.services.begin_deputyship import require_possible
from accounts.states import move

logger = logging.getLogger(__name__)
A_DAY = dt.timedelta(days=1)


def find_deputyships_to_turn(day: dt.date, after_id: int, limit: int) -> list[int]:
    """Return deputyships that begin on the day after the one that closes, and those that end with this one."""
    begin = Q(status="planned", from_on__lte=day + A_DAY)
    end = Q(status="in_force", until_on__lte=day)
    rows = Deputyship.objects.filter(begin | end, pk__gt=after_id)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def turn_deputyships(day: dt.date, ids: list[int]) -> None:
    """Begin and end them; what has become impossible lapses. The caller holds the transaction."""
    for row in lock(Deputyship.objects.filter(pk__in=ids)):
        at = clock.now()
        if row.status == Deputyship.Status.IN_FORCE:
            move(row, Deputyship.Status.ENDED, actor=None, ended_at=at)
        elif row.status == Deputyship.Status.PLANNED:
            try:
                with transaction.atomic():
                    require_possible(row)
            except Refused as refusal:
                logger.warning("deputyship %s did not begin: %s", row.number, refusal.code)
                move(row, Deputyship.Status.LAPSED, actor=None, data={"because": refusal.code}, ended_at=at)
            else:
                move(row, Deputyship.Status.IN_FORCE, actor=None)
