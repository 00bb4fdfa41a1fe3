"""The market as investors look at it."""

from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from accounts.models import User
from accounts.web.tables.ordering import Order
from lending.models import Bid, GoodsOrder, Listing

# What the filter's terms mean, in months.
TERM_BOUNDS = {"3": (1, 3), "6": (4, 6), "12": (7, 12), "24": (13, 1200)}


# In which order listings can be shown.
ORDERS = {
    "": Order("pk", is_descending=True),
    "rate": Order("rate_ppm", is_descending=True),
    "term": Order("periods"),
    "closing": Order("closes_on"),
    "amount": Order("amount_fen"),
}


def open_listings(
    grade: str = "", term: str = "", purpose: str = "", line: str = "", dealer: str = "", least: str = ""
) -> "QuerySet[Listing]":
    """Return the listings that take bids, narrowed by what was asked for."""
    rows = Listing.objects.filter(status=Listing.Status.OPEN).select_related("product_version")
    if grade:
        rows = rows.filter(grade=grade)
    if term in TERM_BOUNDS:
        rows = rows.filter(periods__range=TERM_BOUNDS[term])
    if purpose:
        rows = rows.filter(purpose=purpose)
    if line:
        rows = rows.filter(product_version__product__line=line)
    if dealer:
        rows = rows.filter(
            application__in=GoodsOrder.objects.filter(dealer__number=dealer).values("application")
        )
    if least:
        rows = rows.filter(rate_ppm__gte=int(least))
    return rows


def dealers_in_market() -> list[tuple[str, str]]:
    """Return number and name of the dealers whose goods a listing is open for, by name."""
    open_now = Listing.objects.filter(status=Listing.Status.OPEN).values("application")
    rows = GoodsOrder.objects.filter(application__in=open_now).order_by("dealer__organisation__legal_name")
    return list(rows.values_list("dealer__number", "dealer__organisation__legal_name").distinct())


def open_by_grade() -> list[dict[str, Any]]:
    """Return, for each grade with open listings, their number and what is left to bid in fen."""
    return list(
        Listing.objects.filter(status=Listing.Status.OPEN)
        .values("grade")
        .annotate(count=Count("pk"), left_fen=Sum(F("amount_fen") - F("bid_fen")))
        .order_by("grade")
    )


def bids_of(investor: User) -> "QuerySet[Bid]":
    """Return an investor's bids."""
    return Bid.objects.filter(investor=investor).select_related("listing__product_version")
