"""Send the customer the code for the next act on an order."""

from django.utils.translation import gettext as _

from accounts.errors import StaleState
from accounts.models import User
from lending.goods.codes import send_code
from lending.models import GoodsCode, GoodsOrder


def send_order_code(
    *, order: GoodsOrder, purpose: str, actor: User, origin: str = "", piece: int = 0
) -> GoodsCode:
    """Send a code that says what it confirms; called with no transaction open.

    Refuses (StaleState) an act that the order does not wait for, and what `send_code` refuses.
    """
    if not waits_for(order, purpose, piece):
        raise StaleState(
            "stale_state", _("The order does not wait for this any more. Look at the page again.")
        )
    return send_code(order, purpose, sent_by=actor, origin=origin, piece=piece)


def waits_for(order: GoodsOrder, purpose: str, piece: int = 0) -> bool:
    """Whether a code of this purpose could be used on the order now."""
    if purpose == GoodsCode.Purpose.CONFIRM:
        return order.status == GoodsOrder.Status.QUOTED
    if purpose == GoodsCode.Purpose.DELIVERY:
        pieces = [item.n for item in order.items.all() if item.is_waiting]
        return order.status == GoodsOrder.Status.SHIPPED and piece in pieces
    is_open = order.status in (GoodsOrder.Status.APPROVED, GoodsOrder.Status.FUNDED)
    return is_open and bool(order.receipt_number) and not order.is_down_paid
