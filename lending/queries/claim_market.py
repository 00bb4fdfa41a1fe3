"""Claims for sale as investors look at them: the market, one's own offers and trades, how long sales took."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from accounts.models import User
from lending.domain.due_dates import add_months
from lending.models import Claim, ClaimOffer, ClaimSale, Instalment
from lending.queries.market import TERM_BOUNDS

# Above so many open offers that fit, only the newest are compared; the page says so.
MOST_COMPARED = 200
BELOW_PAR, PAR_OR_ABOVE = "below", "above"
PAR_PPM = 1_000_000


@dataclass(frozen=True)
class LateHistory:
    """How a loan was paid so far: instalments paid after their due date, and the longest of these delays in days."""

    times: int = 0
    worst_days: int = 0


@dataclass(frozen=True)
class SimilarSales:
    """How offers of similar claims ended: how many were sold out, how many not, and the median days to be sold out."""

    sold: int
    unsold: int
    median_days: int | None

    @property
    def ended(self) -> int:
        return self.sold + self.unsold


@dataclass(frozen=True)
class TradeTotals:
    """What somebody's sold claims brought, and what was paid for bought ones; fen."""

    sold_fen: int
    bought_fen: int


@dataclass(frozen=True)
class MarketTotals:
    """What is on offer now: offers, and principal left of them in fen."""

    offers: int
    left_fen: int


def offers_with_loans() -> "QuerySet[ClaimOffer]":
    """Return offers with what every page says about their claim and loan."""
    return ClaimOffer.objects.select_related(
        "claim", "seller", "loan__application", "loan__product_version__product", "loan__listing"
    )


def open_offers(on: dt.date, *, grade: str = "", term: str = "", price: str = "") -> "QuerySet[ClaimOffer]":
    """Return what may be bought on a day, newest first, narrowed by grade, months left, and price."""
    rows = offers_with_loans().filter(status=ClaimOffer.Status.OPEN, until_on__gte=on)
    if grade:
        rows = rows.filter(loan__grade=grade)
    if term in TERM_BOUNDS:
        shortest, longest = TERM_BOUNDS[term]
        rows = rows.filter(loan__matures_on__gt=add_months(on, shortest - 1))
        if longest < 1200:
            rows = rows.filter(loan__matures_on__lte=add_months(on, longest))
    if price == BELOW_PAR:
        rows = rows.filter(price_ppm__lt=PAR_PPM)
    elif price == PAR_OR_ABOVE:
        rows = rows.filter(price_ppm__gte=PAR_PPM)
    return rows.order_by("-pk")


def market_totals(on: dt.date) -> MarketTotals:
    """Return how much is on offer on a day, in one query."""
    rows = ClaimOffer.objects.filter(status=ClaimOffer.Status.OPEN, until_on__gte=on)
    left = list(rows.values_list("amount_fen", "sold_fen"))
    return MarketTotals(len(left), sum(amount_fen - sold_fen for amount_fen, sold_fen in left))


def offers_of(seller: User) -> "QuerySet[ClaimOffer]":
    """Return a seller's own offers."""
    return offers_with_loans().filter(seller=seller)


def open_offer_of(claim_id: int) -> ClaimOffer | None:
    """Return the open offer of a claim, if it is on offer."""
    return ClaimOffer.objects.filter(claim=claim_id, status=ClaimOffer.Status.OPEN).first()


def trades_of(user: User) -> "QuerySet[ClaimSale]":
    """Return what somebody sold and bought."""
    rows = ClaimSale.objects.filter(Q(seller=user) | Q(buyer=user))
    return rows.select_related("offer", "loan", "claim", "bought_claim")


def trade_totals(user: User) -> TradeTotals:
    """Return what somebody's sales brought after costs and what purchases took, in one query."""
    gross = F("price_fen") + F("accrued_fen")
    costs = F("fee_fen") + F("interest_fee_fen") + F("interest_tax_fen")
    sums = ClaimSale.objects.filter(Q(seller=user) | Q(buyer=user)).aggregate(
        sold=Sum(gross - costs, filter=Q(seller=user)), bought=Sum(gross, filter=Q(buyer=user))
    )
    return TradeTotals(sums["sold"] or 0, sums["bought"] or 0)


def trades_of_claim(claim: Claim) -> "QuerySet[ClaimSale]":
    """Return the sale a claim comes from and those that sold parts of it, oldest first."""
    rows = ClaimSale.objects.filter(Q(claim=claim) | Q(bought_claim=claim))
    return rows.select_related("offer", "claim", "bought_claim").order_by("pk")


def late_histories(loan_ids: Iterable[int]) -> dict[int, LateHistory]:
    """Return how loans were paid so far, in one query; a loan without any late payment is left out."""
    late = Instalment.objects.filter(loan__in=list(loan_ids), settled_on__gt=F("due_on"))
    days: dict[int, list[int]] = {}
    for loan_id, due_on, settled_on in late.values_list("loan", "due_on", "settled_on"):
        days.setdefault(loan_id, []).append((settled_on - due_on).days if settled_on else 0)
    return {loan_id: LateHistory(len(found), max(found)) for loan_id, found in days.items()}


def similar_sales(*, grade: str, on: dt.date, days: int) -> SimilarSales:
    """Return how the offers of claims of a grade that ended in the last days before a day ended, in one query.

    Offers that were withdrawn because the loan was repaid or marked say nothing about demand and are not counted.
    """
    ended = ClaimOffer.objects.filter(
        loan__grade=grade, ended_on__gt=on - dt.timedelta(days=days), ended_on__lte=on
    ).filter(Q(status=ClaimOffer.Status.SOLD) | Q(end_reason__in=["ran_out", "taken_down"]))
    took, unsold = [], 0
    for status, put_up_on, ended_on in ended.values_list("status", "put_up_on", "ended_on"):
        if status == ClaimOffer.Status.SOLD and ended_on is not None:
            took.append((ended_on - put_up_on).days)
        else:
            unsold += 1
    # The upper one of two in the middle: an estimate of waiting that is rather too long than too short.
    median = sorted(took)[len(took) // 2] if took else None
    return SimilarSales(len(took), unsold, median)


def listed_claim_offers(status: str = "", number: str = "") -> "QuerySet[ClaimOffer]":
    """Return offers as the office lists them, narrowed by state or number."""
    rows = ClaimOffer.objects.select_related("claim", "loan", "seller")
    if status:
        rows = rows.filter(status=status)
    return rows.filter(number__startswith=number) if number else rows


def sales_of_offer(offer: ClaimOffer) -> "QuerySet[ClaimSale]":
    """Return the sales of one offer, oldest first, as the office reads them."""
    return offer.sales.select_related("buyer", "seller", "bought_claim", "entry").order_by("pk")


def office_totals() -> dict[str, Any]:
    """Return what all sales together moved, in fen, in one query."""
    sums = ClaimSale.objects.aggregate(
        principal=Sum("principal_fen"),
        price=Sum("price_fen"),
        accrued=Sum("accrued_fen"),
        fees=Sum("fee_fen"),
    )
    return {name: total or 0 for name, total in sums.items()}
