"""What must always hold between goods orders, their holds and their loans."""

from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.invariants import invariant
from finance.models import Hold
from lending.models import GoodsOrder

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


def _numbers(rows: "QuerySet[Any]") -> list[str]:
    return list(rows.order_by("pk").values_list("number", flat=True)[:MOST_SHOWN])
