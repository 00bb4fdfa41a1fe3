"""Release what was kept back from a dealer, once enough instalments are paid."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from accounts import clock
from accounts.locking import lock_one
from accounts.states import move
from finance.services.release_hold import release_hold
from lending.models import GoodsOrder, Loan
from lending.queries.retention import paid_instalments


def find_retentions_to_release(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the delivered orders whose loan has had the product's number of instalments paid, or is repaid.

    A schedule drawn anew may have fewer instalments than that number, so a loan that is repaid waits for no more.
    """
    held = GoodsOrder.objects.filter(
        pk__gt=after_id, status=GoodsOrder.Status.DELIVERED, retention_hold__status="held"
    )
    rows = held.annotate(paid=paid_instalments()).filter(
        Q(paid__gte=F("product_version__retention_periods")) | Q(loan__status=Loan.Status.SETTLED)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def release_retention(*, order_id: int) -> bool:
    """Give the retention to the dealer; called once more it does nothing. Return whether it was released now."""
    with transaction.atomic():
        clock.lock_business_date()
        row = lock_one(GoodsOrder.objects.filter(pk=order_id))
        hold = row.retention_hold
        if row.status != GoodsOrder.Status.DELIVERED or hold is None:
            return False
        move(row, GoodsOrder.Status.RELEASED, actor=None, data={"amount_fen": hold.amount_fen})
        release_hold(hold_id=hold.pk, key=f"goods:{row.number}:retention_released")
    return True
