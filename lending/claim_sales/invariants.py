"""What must always hold between claims, their offers, their sales and the ledger."""

from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.invariants import invariant
from finance.models import Transfer
from lending.models import Claim, ClaimOffer, ClaimReceipt, ClaimSale, WaiverPart

MOST_SHOWN = 20


def _sum_of(rows: "QuerySet[Any]", outer: str) -> Coalesce:
    total = rows.order_by().values(outer).annotate(total=Sum("principal_fen")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


@invariant("claims_equal_history")
def claims_equal_history() -> list[str]:
    """What a claim has outstanding is its principal less what was repaid to it, sold of it and waived by its holder."""
    rows = Claim.objects.annotate(
        repaid=_sum_of(ClaimReceipt.objects.filter(claim=OuterRef("pk")), "claim"),
        sold=_sum_of(ClaimSale.objects.filter(claim=OuterRef("pk")), "claim"),
        waived=_sum_of(WaiverPart.objects.filter(waiver__claim=OuterRef("pk")), "waiver__claim"),
    )
    wrong = rows.exclude(outstanding_fen=F("principal_fen") - F("repaid") - F("sold") - F("waived"))
    return [
        f"claim {number} has {left} outstanding of {principal}, {repaid} repaid, {sold} sold"
        for number, left, principal, repaid, sold in wrong.values_list(
            "number", "outstanding_fen", "principal_fen", "repaid", "sold"
        )[:MOST_SHOWN]
    ]


@invariant("bought_claims_equal_sales")
def bought_claims_equal_sales() -> list[str]:
    """Each claim comes from one bid or from one sale, which sold its principal to its first and only holder."""
    stray = Claim.objects.filter(bid__isnull=True, bought_by__isnull=True) | Claim.objects.filter(
        bid__isnull=False, bought_by__isnull=False
    )
    wrong = ClaimSale.objects.exclude(
        principal_fen=F("bought_claim__principal_fen"),
        buyer=F("bought_claim__holder"),
        seller=F("claim__holder"),
        loan=F("claim__loan"),
        offer__claim=F("claim"),
        offer__loan=F("bought_claim__loan"),
    )
    return [
        f"claim {number} comes from nowhere, or from two" for number in stray.values_list("number", flat=True)
    ][:MOST_SHOWN] + [
        f"sale {number} and its claims differ"
        for number in wrong.values_list("number", flat=True)[:MOST_SHOWN]
    ]


@invariant("offers_equal_sales")
def offers_equal_sales() -> list[str]:
    """What an offer counts as sold its sales sold, and no open offer has more left than its claim."""
    sold = _sum_of(ClaimSale.objects.filter(offer=OuterRef("pk")), "offer")
    wrong = ClaimOffer.objects.annotate(sales_fen=sold).exclude(sold_fen=F("sales_fen"))
    empty = ClaimOffer.objects.filter(
        status="open", claim__outstanding_fen__lt=F("amount_fen") - F("sold_fen")
    )
    return [
        f"offer {number} and its sales differ"
        for number in wrong.values_list("number", flat=True)[:MOST_SHOWN]
    ] + [
        f"offer {number} offers more than its claim has"
        for number in empty.values_list("number", flat=True)[:MOST_SHOWN]
    ]


@invariant("claim_sales_equal_ledger")
def claim_sales_equal_ledger() -> list[str]:
    """Each sale took price and accrued interest from the buyer and left the seller the rest after costs."""
    wallets = Transfer.objects.filter(entry=OuterRef("entry")).order_by()
    paid = wallets.filter(debit__code="2001", debit__owner=OuterRef("buyer"))
    got = wallets.filter(credit__code="2001", credit__owner=OuterRef("seller"))
    borne = wallets.filter(debit__code="2001", debit__owner=OuterRef("seller"))
    rows = ClaimSale.objects.annotate(paid=_moved(paid), got=_moved(got), borne=_moved(borne))
    wrong = rows.filter(
        ~Q(paid=F("price_fen") + F("accrued_fen"))
        | ~Q(got=F("price_fen") + F("accrued_fen"))
        | ~Q(borne=F("fee_fen") + F("interest_fee_fen") + F("interest_tax_fen"))
    )
    return [
        f"sale {number} and its entry differ"
        for number in wrong.values_list("number", flat=True)[:MOST_SHOWN]
    ]


def _moved(transfers: "QuerySet[Transfer]") -> Coalesce:
    total = transfers.values("entry").annotate(total=Sum("amount_fen")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)
