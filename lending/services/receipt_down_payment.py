"""A dealer took the down payment in the store: write its receipt down."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused, StaleState
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.models import GoodsOrder
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
        require_store_payment_open(row)
        row.receipt_number = receipt_number.strip()
        row.save(update_fields=["receipt_number"])
        record_event(
            "goods_order.receipted", subject=row, actor=actor, data={"amount_fen": row.down_payment_fen}
        )
    return row


def require_store_payment_open(order: GoodsOrder) -> None:
    """Refuse (StaleState) an order that waits for no down payment in the store."""
    if order.is_down_paid or order.down_payment_way != GoodsOrder.Way.STORE or not may_pay_down(order):
        raise StaleState("stale_state", _("No down payment in the store is waited for now."))
