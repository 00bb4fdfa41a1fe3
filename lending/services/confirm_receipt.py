"""The customer confirms the down payment made in the store."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import StaleState
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.goods.codes import use_order_code
from lending.models import GoodsCode, GoodsOrder
from lending.services.receipt_down_payment import require_store_payment_open


def confirm_receipt(*, order: GoodsOrder, customer: User, code: str) -> GoodsOrder:
    """Count the down payment as paid, on the customer's code for this receipt; called with no transaction open.

    Refuses (`code_wrong`) and (StaleState) without a receipt.
    """
    require_store_payment_open(order)
    if not order.receipt_number or order.customer_id != customer.pk:
        raise StaleState("stale_state", _("The dealer has not written a receipt yet."))
    use_order_code(order, GoodsCode.Purpose.RECEIPT, code)
    with transaction.atomic():
        clock.lock_business_date()
        row = lock_one(GoodsOrder.objects.filter(pk=order.pk))
        require_store_payment_open(row)
        if row.receipt_number != order.receipt_number or row.down_payment_fen != order.down_payment_fen:
            raise StaleState("stale_state", _("The order has changed. Please look at it again."))
        row.down_paid_at = clock.now()
        row.save(update_fields=["down_paid_at"])
        record_event(
            "goods_order.down_paid", subject=row, actor=customer, data={"amount_fen": row.down_payment_fen}
        )
    return row
