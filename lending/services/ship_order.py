"""Send the goods of a funded order on their way."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.goods.locks import lock_order
from lending.models import Application, GoodsOrder
from lending.readiness import missing_for_funding
from lending.standing_lock import lock_standing


def ship_order(*, order: GoodsOrder, actor: User) -> GoodsOrder:
    """Mark the goods as being delivered; shipped twice is shipped once.

    Refuses who may not act for the dealer, (StaleState) an order that is not fully funded, (`down_payment_missing`),
    and whatever stands against the loan by now, so that nothing is handed over that would not be paid.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        lock_for_member(order.dealer, actor)
        standing = lock_standing(order.customer)
        row = lock_order(order.pk)
        if row.status == GoodsOrder.Status.SHIPPED:
            return row
        if row.status != GoodsOrder.Status.FUNDED:
            raise StaleState("stale_state", _("Only a fully funded order is delivered."))
        if not row.is_down_paid:
            raise Refused("down_payment_missing", _("The down payment is not paid yet."))
        application = lock_one(Application.objects.filter(pk=row.application_id or 0))
        for missing in missing_for_funding(
            application, standing, amount_fen=row.financed_fen, on=today, is_payout=True
        ):
            raise Refused(missing.code, missing.label)
        move(row, GoodsOrder.Status.SHIPPED, actor=actor, shipped_at=clock.now())
    return row
