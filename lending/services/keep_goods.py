"""The customer keeps the goods after all."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import StaleState
from accounts.models import User
from accounts.states import move
from lending.goods.locks import lock_order
from lending.models import GoodsOrder

Status = GoodsOrder.Status


def keep_goods(*, order: GoodsOrder, customer: User) -> GoodsOrder:
    """Take the wish back while the customer still has the goods; refuses (StaleState) once the dealer has them."""
    with transaction.atomic():
        clock.lock_business_date()
        row = lock_order(order.pk)
        if row.status != Status.RETURN_ASKED or row.customer_id != customer.pk:
            raise StaleState("stale_state", _("The goods are back with the dealer already."))
        hold = row.retention_hold
        was_released = hold is not None and hold.status != hold.Status.HELD
        move(row, Status.RELEASED if was_released else Status.DELIVERED, actor=customer)
    return row
