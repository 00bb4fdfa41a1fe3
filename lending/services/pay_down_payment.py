"""Pay the down payment of an order from the customer's wallet."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import StaleState
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from finance import chart
from finance.services.place_hold import place_hold
from lending.goods.parties import dealer_login
from lending.models import Application, GoodsOrder

SIGNED = (Application.Status.ACCEPTED, Application.Status.LISTED, Application.Status.FUNDED)


def pay_down_payment(*, order: GoodsOrder, customer: User) -> GoodsOrder:
    """Set the down payment aside at the dealer's, where it waits for the delivery; paid twice is paid once.

    Refuses (StaleState) before the offer is signed, for only then the amount stands, and InsufficientFunds.
    """
    with transaction.atomic():
        clock.lock_business_date()
        row = lock_one(GoodsOrder.objects.select_related("dealer").filter(pk=order.pk, customer=customer))
        if row.is_down_paid:
            return row
        if not may_pay_down(row) or row.down_payment_way != GoodsOrder.Way.WALLET:
            raise StaleState("stale_state", _("The down payment is paid once the offer is signed."))
        row.down_payment_hold = place_hold(
            owner=dealer_login(row.dealer),
            amount_fen=row.down_payment_fen,
            purpose="down_payment",
            reference=row.number,
            key=f"goods:{row.number}:down_payment",
            actor=customer,
            source=chart.wallet_available(customer),
        )
        row.down_paid_at = clock.now()
        row.save(update_fields=["down_payment_hold", "down_paid_at"])
        record_event(
            "goods_order.down_paid", subject=row, actor=customer, data={"amount_fen": row.down_payment_fen}
        )
    return row


def may_pay_down(order: GoodsOrder) -> bool:
    """Whether the amount stands and goods are still to come."""
    is_open = order.status in (GoodsOrder.Status.APPROVED, GoodsOrder.Status.FUNDED)
    return is_open and order.application is not None and order.application.status in SIGNED
