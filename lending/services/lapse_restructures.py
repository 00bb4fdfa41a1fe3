"""Let offers of more time lapse that nobody accepted, and requests whose loan has ended."""

import datetime as dt

from django.db.models import Q

from accounts import clock
from accounts.states import move_many
from lending.models import Loan, Restructure


def find_restructures_to_lapse(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return offers whose last day it is, and open requests of ended loans, in the order of their ids."""
    over = Q(status=Restructure.Status.OFFERED, offer_until_on__lte=business_date)
    ended = Q(
        status__in=[Restructure.Status.ASKED, Restructure.Status.VOTING, Restructure.Status.OFFERED]
    ) & ~Q(loan__status=Loan.Status.ACTIVE)
    rows = Restructure.objects.filter(over | ended, pk__gt=after_id)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def lapse_restructures(*, business_date: dt.date, ids: list[int]) -> int:
    """End them; return how many were still open."""
    ended = [
        move_many(
            Restructure,
            ids,
            from_=status,
            to=Restructure.Status.LAPSED,
            actor=None,
            ended_at=clock.now(),
        )
        for status in (Restructure.Status.ASKED, Restructure.Status.VOTING, Restructure.Status.OFFERED)
    ]
    return sum(len(moved) for moved in ended)
