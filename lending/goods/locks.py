"""Locking an order with what every act on it reads."""

from accounts.locking import lock_one
from lending.models import GoodsOrder


def lock_order(order_id: int) -> GoodsOrder:
    """Lock the order and return it fresh, with its dealer, customer and product."""
    rows = GoodsOrder.objects.select_related("dealer", "customer", "product_version__product")
    return lock_one(rows.filter(pk=order_id))
