"""What must always hold between goods orders, their holds and their loans."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.invariants import invariant
from finance.models import Hold
from lending.models import GoodsOrder, Instalment, InterestSubsidy, Loan

MOST_SHOWN = 20
WITH_RETENTION = ["delivered", "return_asked", "awaiting_funds"]


@invariant("goods_orders_add_up")
def goods_orders_add_up() -> list[str]:
    """A sold order's loan lends what it finances to its customer; a down payment is held only until the delivery."""
    sold = GoodsOrder.objects.filter(status__in=GoodsOrder.SOLD).exclude(
        loan__principal_fen=F("financed_fen"),
        loan__borrower=F("customer"),
        loan__application=F("application"),
    )
    held = GoodsOrder.objects.filter(down_payment_hold__isnull=False).exclude(
        Q(status__in=GoodsOrder.PENDING, down_payment_hold__status="held")
        | ~Q(status__in=GoodsOrder.PENDING) & Q(down_payment_hold__status="settled")
    )
    pending = GoodsOrder.objects.filter(status__in=GoodsOrder.PENDING, down_payment_hold__isnull=False)
    wrong = pending.exclude(down_payment_hold__amount_fen=F("down_payment_fen"))
    return [
        *(f"order {number} and its loan differ" for number in _numbers(sold)),
        *(f"order {number} and the state of its down payment differ" for number in _numbers(held)),
        *(f"order {number} and its down payment differ" for number in _numbers(wrong)),
    ]


@invariant("goods_holds_have_orders")
def goods_holds_have_orders() -> list[str]:
    """Each open down payment and retention is that of one order, and a retention is open only while it waits."""
    stray = (
        Hold.objects.filter(purpose__in=["down_payment", "retention"], status="held")
        .exclude(pk__in=GoodsOrder.objects.filter(status__in=GoodsOrder.PENDING).values("down_payment_hold"))
        .exclude(pk__in=GoodsOrder.objects.filter(status__in=WITH_RETENTION).values("retention_hold"))
    )
    waiting = GoodsOrder.objects.filter(status=GoodsOrder.Status.AWAITING_FUNDS)
    set_aside = Hold.objects.filter(purpose="return", status="held").exclude(
        reference__in=waiting.values("number")
    )
    return [
        f"hold {number} belongs to no order that waits" for number in _numbers(stray) + _numbers(set_aside)
    ]


@invariant("subsidies_are_set_aside")
def subsidies_are_set_aside() -> list[str]:
    """What a dealer is to pay of an instalment is set aside for it, and a loan that is over has nothing set aside.

    While the schedule is the contract's own, it is all the interest that is not paid yet.
    """
    open_holds = InterestSubsidy.objects.filter(hold__status="held")
    of_row = open_holds.filter(instalment=OuterRef("pk")).order_by().values("instalment")
    rows = Instalment.objects.filter(
        Q(dealer_interest_fen__gt=0) | Q(pk__in=open_holds.values("instalment"))
    ).annotate(set_aside=Coalesce(Subquery(of_row.annotate(fen=Sum("amount_fen")).values("fen")), 0))
    live = Q(settled_at=None, superseded_at=None, loan__status__in=Loan.OWING)
    wrong = rows.exclude(Q(set_aside=F("dealer_interest_fen")) & live)
    short = Instalment.objects.filter(
        live,
        loan__product_version__is_interest_paid_by_dealer=True,
        loan__schedule_version=1,
    ).exclude(dealer_interest_fen=F("interest_fen") - F("interest_not_owed_fen") - F("interest_paid_fen"))
    named = open_holds.filter(amount_fen=F("hold__amount_fen")).values("hold")
    stray = Hold.objects.filter(purpose="subsidy", status="held").exclude(pk__in=named)
    return [
        *(
            f"instalment {n} of {number} and the interest its dealer set aside differ"
            for found in (wrong, short)
            for number, n in found.order_by("pk").values_list("loan__number", "n")[:MOST_SHOWN]
        ),
        *(f"hold {number} pays the interest of no instalment" for number in _numbers(stray)),
    ]


def _numbers(rows: "QuerySet[Any]") -> list[str]:
    return list(rows.order_by("pk").values_list("number", flat=True)[:MOST_SHOWN])
