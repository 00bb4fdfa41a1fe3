"""What holds on the business date."""

from django.db.models import Q, Subquery

from accounts.models.business_date import BusinessDate


def business_date() -> Subquery:
    """Return the business date as a part of another statement, for queries that every page asks."""
    return Subquery(BusinessDate.objects.filter(id=BusinessDate.SINGLE_ID).values("today_on"))


def holds_today(path: str = "") -> Q:
    """Match what is in force and has not run out by the business date; `path` leads to the row ("appointments__").

    The date is asked in the same statement, so that a term ends by itself even where a close is late.
    """
    today = business_date()
    return Q(**{f"{path}status": "in_force"}) & (
        Q(**{f"{path}until_on__isnull": True}) | Q(**{f"{path}until_on__gte": today})
    )
