"""An investor's claims in a period: principal at its first and last day, and everything that changed it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from accounts.models import User
from finance.models import Entry
from lending.models import Claim, ClaimReceipt, ClaimSale


class ClaimMove(NamedTuple):
    """What one entry changed in one claim; fen. Its principal grows by `lent_fen` and falls by `principal_fen`."""

    on: dt.date
    entry_number: str
    claim_number: str
    loan_number: str
    version_id: int  # of the product, the loan's own
    reference: str
    kind: str
    lent_fen: int
    principal_fen: int
    interest_fen: int
    overdue_interest_fen: int


class HeldClaim(NamedTuple):
    """A claim as it stood at the end of a day; fen."""

    number: str
    loan_number: str
    version_id: int
    grade: str
    opened_on: dt.date
    lent_fen: int
    outstanding_fen: int


@dataclass(frozen=True)
class ClaimPeriod:
    """Outstanding principal: the opening adds from the beginning, the closing counts back from today; fen."""

    opening_fen: int
    closing_fen: int
    moves: list[ClaimMove]


def claim_period(holder: User, first_on: dt.date, last_on: dt.date) -> ClaimPeriod:
    """Return what an investor's claims did from a first to a last day, in twelve queries."""
    claims = Claim.objects.filter(holder=holder).order_by()
    receipts = ClaimReceipt.objects.filter(holder=holder).order_by()
    opening_fen, closing_fen = _ends(holder, first_on, last_on)
    period = (first_on, last_on)
    moves = [
        *_lent(claims.filter(opened_on__range=period, bought_by=None)),
        *_received(receipts.filter(received_on__range=period)),
        *_bought(ClaimSale.objects.filter(buyer=holder, traded_on__range=period)),
        *_sold(ClaimSale.objects.filter(seller=holder, traded_on__range=period)),
    ]
    moves.sort(key=lambda move: (move.on, move.entry_number, move.claim_number))
    return ClaimPeriod(opening_fen, closing_fen, moves)


@dataclass(frozen=True)
class ClaimSums:
    """A period's principal, and what came in it, as sums; fen."""

    opening_fen: int
    closing_fen: int
    lent_fen: int
    principal_fen: int
    interest_fen: int
    overdue_interest_fen: int


def claim_sums(holder: User, first_on: dt.date, last_on: dt.date) -> ClaimSums:
    """Return what a period's lines add up to, in ten queries for any number of claims."""
    opening_fen, closing_fen = _ends(holder, first_on, last_on)
    period = (first_on, last_on)
    came = ClaimReceipt.objects.filter(holder=holder, received_on__range=period).aggregate(
        principal=Sum("principal_fen"), interest=Sum("interest_fen"), overdue=Sum("overdue_interest_fen")
    )
    lent_fen = _fen(Claim.objects.filter(holder=holder, opened_on__range=period), "principal_fen")
    sold = ClaimSale.objects.filter(seller=holder, traded_on__range=period).aggregate(
        principal=Sum("principal_fen"), interest=Sum("accrued_fen")
    )
    sums = ((came[name] or 0) + (sold.get(name) or 0) for name in came)
    return ClaimSums(opening_fen, closing_fen, lent_fen, *sums)


def count_moves(holder: User, first_on: dt.date, last_on: dt.date) -> int:
    """Return how many lines a period has, before they are read."""
    period = (first_on, last_on)
    lent = Claim.objects.filter(holder=holder, opened_on__range=period).count()
    sold = ClaimSale.objects.filter(seller=holder, traded_on__range=period).count()
    return lent + sold + ClaimReceipt.objects.filter(holder=holder, received_on__range=period).count()


def claims_at_end_of(holder: User, last_on: dt.date) -> list[HeldClaim]:
    """Return the claims that had principal outstanding at the end of a day, by number, in one query."""
    later = (
        ClaimReceipt.objects.filter(claim=OuterRef("pk"), received_on__gt=last_on).order_by().values("claim")
    )
    sold = ClaimSale.objects.filter(claim=OuterRef("pk"), traded_on__gt=last_on).order_by().values("claim")
    rows = (
        Claim.objects.filter(holder=holder, opened_on__lte=last_on)
        .annotate(
            later_fen=Subquery(later.annotate(fen=Sum("principal_fen")).values("fen")),
            sold_fen=Subquery(sold.annotate(fen=Sum("principal_fen")).values("fen")),
        )
        .order_by("number")
        .values_list(
            "number",
            "loan__number",
            "loan__product_version",
            "loan__grade",
            "opened_on",
            "principal_fen",
            "outstanding_fen",
            "later_fen",
            "sold_fen",
        )
    )
    held = [HeldClaim(*row[:6], row[6] + (row[7] or 0) + (row[8] or 0)) for row in rows]
    return [claim for claim in held if claim.outstanding_fen]


def _ends(holder: User, first_on: dt.date, last_on: dt.date) -> tuple[int, int]:
    claims = Claim.objects.filter(holder=holder).order_by()
    receipts = ClaimReceipt.objects.filter(holder=holder).order_by()
    opening_fen = _fen(claims.filter(opened_on__lt=first_on), "principal_fen") - _fen(
        receipts.filter(received_on__lt=first_on), "principal_fen"
    )
    sales = ClaimSale.objects.filter(seller=holder).order_by()
    opening_fen -= _fen(sales.filter(traded_on__lt=first_on), "principal_fen")
    closing_fen = (
        _fen(claims, "outstanding_fen")
        - _fen(claims.filter(opened_on__gt=last_on), "principal_fen")
        + _fen(receipts.filter(received_on__gt=last_on), "principal_fen")
        + _fen(sales.filter(traded_on__gt=last_on), "principal_fen")
    )
    return opening_fen, closing_fen


def _fen(rows: QuerySet, field: str) -> int:
    return rows.aggregate(fen=Sum(field))["fen"] or 0


def _lent(claims: "QuerySet[Claim]") -> Iterator[ClaimMove]:
    entry = Entry.objects.filter(reference=OuterRef("loan__number"), kind="loan.disbursed").values("pk")[:1]
    rows = claims.annotate(entry=Subquery(entry)).values_list(
        "opened_on", "entry", "number", "loan__number", "loan__product_version", "principal_fen"
    )
    for on, entry_id, number, loan, version_id, fen in rows.iterator(chunk_size=2000):
        yield ClaimMove(on, entry_number(on, entry_id), number, loan, version_id, loan, "lent", fen, 0, 0, 0)


def _received(receipts: "QuerySet[ClaimReceipt]") -> Iterator[ClaimMove]:
    rows = receipts.annotate(
        entry=F("payment__entry"), entry_on=F("payment__entry__business_date"), kind=F("payment__kind")
    ).values_list(
        "received_on",
        "entry_on",
        "entry",
        "claim__number",
        "claim__loan__number",
        "claim__loan__product_version",
        "payment__number",
        "kind",
        "principal_fen",
        "interest_fen",
        "overdue_interest_fen",
    )
    for on, entry_on, entry_id, claim, loan, version_id, number, kind, *amounts in rows.iterator(
        chunk_size=2000
    ):
        yield ClaimMove(
            on, entry_number(entry_on, entry_id), claim, loan, version_id, number, kind, 0, *amounts
        )


def _bought(sales: "QuerySet[ClaimSale]") -> Iterator[ClaimMove]:
    rows = sales.values_list(
        *("traded_on", "entry", "bought_claim__number", "loan__number", "loan__product_version"),
        *("number", "principal_fen"),
    )
    for on, entry_id, claim, loan, version_id, number, fen in rows.iterator(chunk_size=2000):
        yield ClaimMove(
            on, entry_number(on, entry_id), claim, loan, version_id, number, "bought", fen, 0, 0, 0
        )


def _sold(sales: "QuerySet[ClaimSale]") -> Iterator[ClaimMove]:
    """Principal that left by a sale, and the accrued interest its buyer paid, which is interest of the seller."""
    rows = sales.values_list(
        *("traded_on", "entry", "claim__number", "loan__number", "loan__product_version"),
        *("number", "principal_fen", "accrued_fen"),
    )
    for on, entry_id, claim, loan, version_id, number, fen, accrued_fen in rows.iterator(chunk_size=2000):
        yield ClaimMove(
            on, entry_number(on, entry_id), claim, loan, version_id, number, "sold", 0, fen, accrued_fen, 0
        )


def entry_number(on: dt.date, entry_id: int | None) -> str:
    """Return a journal number as `Entry.number` writes it; imported claims have no entry."""
    return f"JE{on:%Y%m%d}{entry_id:08d}" if entry_id else "—"
