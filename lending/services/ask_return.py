"""The customer wants to give the goods back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.models import User
from accounts.states import move
from lending.goods.locks import lock_order
from lending.models import GoodsOrder

Status = GoodsOrder.Status
RETURNABLE = (Status.DELIVERED, Status.RELEASED)


def ask_return(*, order: GoodsOrder, customer: User, reason: str) -> GoodsOrder:
    """Ask for a return within the product's days after the delivery; asked twice is asked once.

    Refuses (`return_too_late`), (`no_reason`) and (StaleState) an order that is not delivered. Nothing is paid until
    the dealer has the goods back; instalments run on until then.
    """
    if not reason.strip():
        raise Refused("no_reason", _("Say in a few words why."), field="reason")
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_order(order.pk)
        if row.status == Status.RETURN_ASKED and row.customer_id == customer.pk:
            return row
        if row.status not in RETURNABLE or row.customer_id != customer.pk or row.return_until_on is None:
            raise StaleState("stale_state", _("These goods cannot be returned here."))
        if row.return_until_on < today:
            raise Refused("return_too_late", _("The days for a return are over. Please talk to the dealer."))
        move(
            row,
            Status.RETURN_ASKED,
            actor=customer,
            return_asked_at=clock.now(),
            return_reason=reason.strip()[:300],
        )
    return row
