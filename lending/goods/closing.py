"""The steps of the daily close that concern goods orders."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from lending.models import GoodsOrder
from lending.services.expire_order import WAITING, expire_order
from lending.services.release_retention import find_retentions_to_release, release_retention
from lending.services.settle_waiting_return import settle_waiting_return


def register_steps() -> None:
    """Add the steps to every close."""
    register_step(
        CloseStep("release_retentions", _("Retentions released"), 60, find_retentions_to_release, _release)
    )
    register_step(
        CloseStep("settle_returns", _("Returns awaiting dealer funds"), 55, _waiting_returns, _settle_returns)
    )
    register_step(CloseStep("expire_orders", _("Orders that ran out"), 105, _lapsed_orders, _expire_orders))


def _release(day: dt.date, ids: list[int]) -> None:
    for order_id in ids:
        release_retention(order_id=order_id)


def _waiting_returns(day: dt.date, after_id: int, limit: int) -> list[int]:
    waiting = GoodsOrder.objects.filter(pk__gt=after_id, status=GoodsOrder.Status.AWAITING_FUNDS)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])


def _settle_returns(day: dt.date, ids: list[int]) -> None:
    for order_id in ids:
        settle_waiting_return(order_id=order_id)


def _lapsed_orders(day: dt.date, after_id: int, limit: int) -> list[int]:
    lapsed = GoodsOrder.objects.filter(pk__gt=after_id, status__in=WAITING, valid_until_on__lte=day)
    return list(lapsed.order_by("pk").values_list("pk", flat=True)[:limit])


def _expire_orders(day: dt.date, ids: list[int]) -> None:
    for order_id in ids:
        expire_order(order_id=order_id)
