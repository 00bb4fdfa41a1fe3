"""Pay a return whose dealer was short of money."""

from django.db import transaction

from accounts import clock
from lending.goods.locks import lock_order
from lending.models import GoodsOrder
from lending.services.take_back_goods import settle_or_wait

Status = GoodsOrder.Status


def settle_waiting_return(*, order_id: int) -> bool:
    """Try once more to pay a return that awaits the dealer's funds; return whether it is paid now."""
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_order(order_id)
        if row.status != Status.AWAITING_FUNDS:
            return False
        settle_or_wait(row, today, None)
        return row.status == Status.RETURNED
