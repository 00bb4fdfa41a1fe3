"""The customer confirms a dealer's order."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.models import Dealer, User
from accounts.restrictions import require_not_held
from accounts.states import move
from lending.goods.codes import payload_hash, use_order_code
from lending.goods.locks import lock_order
from lending.models import GoodsCode, GoodsOrder


def confirm_order(*, order: GoodsOrder, customer: User, code: str) -> GoodsOrder:
    """Record the customer's code for exactly the terms that were shown; called with no transaction open.

    Refuses (`code_wrong`), (`order_expired`), (`dealer_not_active`), (`held`) and (StaleState) an order that moved on.
    """
    if order.status != GoodsOrder.Status.QUOTED or order.customer_id != customer.pk:
        raise StaleState("stale_state", _("Somebody else was faster. Please look at the page again."))
    require_not_held(customer, "order")
    confirmed = use_order_code(order, GoodsCode.Purpose.CONFIRM, code)
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_order(order.pk)
        if row.valid_until_on < today:
            raise Refused("order_expired", _("This quote has run out. Ask the dealer for a new one."))
        if row.dealer.status != Dealer.Status.ACTIVE:
            raise Refused("dealer_not_active", _("This dealer does not sell on instalments at the moment."))
        if payload_hash(row, GoodsCode.Purpose.CONFIRM) != confirmed:
            raise StaleState("stale_state", _("The order has changed. Please look at it again."))
        move(
            row,
            GoodsOrder.Status.CONFIRMED,
            actor=customer,
            data={"terms_hash": confirmed},
            confirmed_hash=confirmed,
            confirmed_at=clock.now(),
        )
    return row
