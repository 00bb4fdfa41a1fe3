"""Let a quote lapse that nobody confirmed or applied from."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from lending.models import Application, GoodsOrder
from lending.services.cancel_order import end_order
from lending.services.withdraw_application import withdraw_application

WAITING = (GoodsOrder.Status.QUOTED, GoodsOrder.Status.CONFIRMED)
UNSENT = (None, Application.Status.DRAFT)


def expire_order(*, order_id: int) -> bool:
    """End the order, and a draft begun from it, when its day is over and no application was sent in."""
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(GoodsOrder.objects.filter(pk=order_id))
        application = row.application
        status = application.status if application is not None else None
        if row.status not in WAITING or status not in UNSENT or row.valid_until_on >= today:
            return False
        if application is not None:
            withdraw_application(application=application, borrower=row.customer)
        end_order(row, reason="expired", actor=None)
    return True
