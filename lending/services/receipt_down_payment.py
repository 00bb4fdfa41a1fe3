"""A dealer took the down payment in the store: its receipt, and the customer's word for it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused, StaleState
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.goods.codes import use_order_code
from lending.models import GoodsCode, GoodsOrder
from lending.services.pay_down_payment import may_pay_down


def receipt_down_payment(*, order: GoodsOrder, actor: User, receipt_number: str) -> GoodsOrder:
    """Write the receipt's number down; it counts only once the customer's code has confirmed it.

    Refuses who may not act for the dealer, (`no_receipt`), and (StaleState) before the offer is signed or once paid.
    """
    if not receipt_number.strip():
        raise Refused("no_receipt", _("Write the number of the receipt."), field="receipt_number")
    with transaction.atomic():
        clock.lock_business_date()
        lock_for_member(order.dealer, actor)
        row = lock_one(GoodsOrder.objects.filter(pk=order.pk))
        _require_open(row)
        row.receipt_number = receipt_number.strip()
        row.save(update_fields=["receipt_number"])
        record_event(
            "goods_order.receipted", subject=row, actor=actor, data={"amount_fen": row.down_payment_fen}
        )
    return row


def confirm_receipt(*, order: GoodsOrder, customer: User, code: str) -> GoodsOrder:
    """Count the down payment as paid, on the customer's code for this receipt; called with no transaction open.

    Refuses (`code_wrong`) and (StaleState) without a receipt.
    """
    _require_open(order)
    if not order.receipt_number or order.customer_id != customer.pk:
        raise StaleState("stale_state", _("The dealer has not written a receipt yet."))
    use_order_code(order, GoodsCode.Purpose.RECEIPT, code)
    with transaction.atomic():
        clock.lock_business_date()
        row = lock_one(GoodsOrder.objects.filter(pk=order.pk))
        _require_open(row)
        if row.receipt_number != order.receipt_number or row.down_payment_fen != order.down_payment_fen:
            raise StaleState("stale_state", _("The order has changed. Please look at it again."))
        row.down_paid_at = clock.now()
        row.save(update_fields=["down_paid_at"])
        record_event(
            "goods_order.down_paid", subject=row, actor=customer, data={"amount_fen": row.down_payment_fen}
        )
    return row


def _require_open(order: GoodsOrder) -> None:
    if order.is_down_paid or order.down_payment_way != GoodsOrder.Way.STORE or not may_pay_down(order):
        raise StaleState("stale_state", _("No down payment in the store is waited for now."))
