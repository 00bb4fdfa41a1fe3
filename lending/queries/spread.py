"""How an investor's outstanding principal is spread, each view in one query that the database adds up."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from accounts.models import Dealer, User
from lending.models import Claim, GoodsOrder

TOP = 10


@dataclass(frozen=True)
class Slice:
    """What is outstanding under one code, and in how many claims; fen."""

    code: str
    outstanding_fen: int
    count: int


def spread_by(holder: User, field: str) -> list[Slice]:
    """Return the holder's outstanding principal by a field of the claim's loan, by code."""
    rows = _active(holder).values_list(field).annotate(fen=Sum("outstanding_fen"), count=Count("pk"))
    return [Slice(str(code), fen, count) for code, fen, count in rows.order_by(field)]


def spread_by_dealer(holder: User) -> list[Slice]:
    """Return it by the dealer's name, the largest first; a loan without a dealer has an empty code."""
    dealer = GoodsOrder.objects.filter(loan=OuterRef("loan")).values("dealer")[:1]
    rows = (
        _active(holder)
        .annotate(dealer=Subquery(dealer))
        .values_list("dealer")
        .annotate(fen=Sum("outstanding_fen"), count=Count("pk"))
    )
    found = list(rows)
    names = {one.pk: one.name for one in Dealer.objects.filter(pk__in=[row[0] for row in found if row[0]])}
    slices = [Slice(names.get(dealer_id, ""), fen, count) for dealer_id, fen, count in found]
    return sorted(slices, key=lambda one: (not one.code, -one.outstanding_fen, one.code))


def largest_borrowers(holder: User) -> tuple[list[Slice], int]:
    """Return what the largest borrowers owe the holder, coded by one of their loans, and how many there are in all."""
    rows = _active(holder).values("loan__borrower")
    found = rows.annotate(fen=Sum("outstanding_fen"), count=Count("pk"))
    top = list(found.order_by("-fen", "loan__borrower")[:TOP])
    return [
        Slice(str(row["loan__borrower"]), row["fen"], row["count"]) for row in top
    ], rows.distinct().count()


def _active(holder: User) -> "QuerySet[Claim]":
    return Claim.objects.filter(holder=holder, status=Claim.Status.ACTIVE, outstanding_fen__gt=0).order_by()
