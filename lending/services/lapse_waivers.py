"""Let offers of a waiver lapse that no holder answered."""

import datetime as dt

from accounts import clock
from accounts.states import move_many
from lending.models import Waiver


def find_waivers_to_lapse(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return offers whose last day it is, in the order of their ids."""
    rows = Waiver.objects.filter(
        status=Waiver.Status.OFFERED, offer_until_on__lte=business_date, pk__gt=after_id
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def lapse_waivers(*, business_date: dt.date, ids: list[int]) -> int:
    """End them; return how many were still open."""
    moved = move_many(
        Waiver,
        ids,
        from_=Waiver.Status.OFFERED,
        to=Waiver.Status.LAPSED,
        actor=None,
        ended_at=clock.now(),
        ended_on=business_date,
    )
    return len(moved)
