"""What must always hold between listings, bids, holds, loans and claims."""

from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.invariants import invariant
from finance.models import Hold, Transfer
from lending.models import Bid, Claim, Instalment, Listing, Loan

MOST_SHOWN = 20


def _sum_of(rows, outer: str, amount: str):
    """Return a subquery that adds up a related table's column for the outer row."""
    total = rows.order_by().values(outer).annotate(total=Sum(amount)).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


@invariant("bids_within_listings")
def bids_within_listings() -> list[str]:
    """Each listing's count of bids is what its bids add up to, and never above what it wants."""
    of_listing = Bid.objects.filter(listing=OuterRef("pk"))
    rows = Listing.objects.annotate(
        held=_sum_of(of_listing.filter(status=Bid.Status.HELD), "listing", "amount_fen"),
        settled=_sum_of(of_listing.filter(status=Bid.Status.SETTLED), "listing", "amount_fen"),
    )
    wrong = rows.filter(
        Q(status__in=["open", "full"]) & (~Q(held=F("bid_fen")) | Q(settled__gt=0))
        | Q(status="closed") & (~Q(settled=F("amount_fen")) | Q(held__gt=0))
        | Q(status__in=["expired", "cancelled"]) & (Q(held__gt=0) | Q(settled__gt=0))
    ).values_list("number", "bid_fen", "held", "settled")[:MOST_SHOWN]
    return [
        f"{number} counts {counted}, holds {held}, settled {settled}"
        for number, counted, held, settled in wrong
    ]


@invariant("bids_equal_holds")
def bids_equal_holds() -> list[str]:
    """Each bid's hold is its investor's, of its amount and in its state, and no hold for a bid is without one."""
    wrong = Bid.objects.exclude(
        hold__amount_fen=F("amount_fen"), hold__owner=F("investor"), hold__status=F("status")
    ).values_list("number", flat=True)[:MOST_SHOWN]
    stray = (
        Hold.objects.filter(purpose="bid")
        .exclude(pk__in=Bid.objects.values("hold"))
        .values_list("number", flat=True)[:MOST_SHOWN]
    )
    return [f"bid {number} and its hold differ" for number in wrong] + [
        f"hold {number} belongs to no bid" for number in stray
    ]


@invariant("loans_equal_claims")
def loans_equal_claims() -> list[str]:
    """A loan's principal is its claims', and what it owes is what its claims and its instalments still have to get."""
    claims = Claim.objects.filter(loan=OuterRef("pk"))
    instalments = Instalment.objects.filter(loan=OuterRef("pk"), superseded_at__isnull=True)
    rows = Loan.objects.annotate(
        claimed=_sum_of(claims, "loan", "outstanding_fen"),
        lent=_sum_of(claims.filter(bid__isnull=False), "loan", "principal_fen"),
        scheduled=_sum_of(instalments, "loan", "principal_fen")
        - _sum_of(instalments, "loan", "principal_not_owed_fen"),
        repaid=_sum_of(instalments, "loan", "principal_paid_fen"),
    )
    wrong = rows.exclude(
        claimed=F("outstanding_fen"), lent=F("principal_fen"), scheduled=F("outstanding_fen") + F("repaid")
    ).values_list("number", "outstanding_fen", "claimed", "scheduled", "repaid")[:MOST_SHOWN]
    return [
        f"{number} owes {owed}, claims {claimed}, schedule {scheduled} less {repaid}"
        for number, owed, claimed, scheduled, repaid in wrong
    ]


@invariant("loans_equal_control_account")
def loans_equal_control_account() -> list[str]:
    """What each loan owes is its share of 1301, or of 1302 once it is written off, and of the other it has none."""
    shares: dict[tuple[str, str], int] = {}
    codes = ["1301", "1302"]
    moves = Transfer.objects.filter(Q(debit__code__in=codes) | Q(credit__code__in=codes)).values(
        "entry__reference", "debit__code", "credit__code"
    )
    for row in moves.annotate(total=Sum("amount_fen")).order_by():
        code, sign = (row["debit__code"], 1) if row["debit__code"] in codes else (row["credit__code"], -1)
        key = (row["entry__reference"], code)
        shares[key] = shares.get(key, 0) + sign * row["total"]
    owed: dict[tuple[str, str], int] = {}
    for number, fen, written_off_on in Loan.objects.values_list(
        "number", "outstanding_fen", "written_off_on"
    ):
        owed[number, "1302" if written_off_on else "1301"] = fen
    return [
        f"{key[0]} owes {owed.get(key, 0)} and stands in {key[1]} with {shares.get(key, 0)}"
        for key in sorted(owed.keys() | shares.keys())
        if owed.get(key, 0) != shares.get(key, 0)
    ][:MOST_SHOWN]
