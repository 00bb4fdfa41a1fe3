"""End an order before its goods are delivered."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused, StaleState
from accounts.models import User
from accounts.states import move
from finance import chart
from finance.services.settle_holds import settle_holds
from lending.goods.locks import lock_order
from lending.models import Application, GoodsOrder
from lending.services.withdraw_application import withdraw_application


def cancel_order(*, order: GoodsOrder, actor: User) -> GoodsOrder:
    """Cancel for the customer or the dealer: the application is withdrawn, bids and the down payment go back.

    Cancelled twice is cancelled once. Refuses (StaleState) once everything is delivered, (`goods_accepted`) once a
    piece was accepted: then the rest is delivered, or its price taken off.
    """
    is_customer = actor.pk == order.customer_id
    with transaction.atomic():
        clock.lock_business_date()
        if not is_customer:
            lock_for_member(order.dealer, actor)
        row = lock_order(order.pk)
        if row.status == GoodsOrder.Status.CANCELLED:
            return row
        if row.items.filter(accepted_at__isnull=False).exists():
            raise Refused("goods_accepted", _("A part of the goods was accepted already."))
        application = row.application
        if application is not None and Application.Status.WITHDRAWN in Application.MOVES.get(
            application.status, frozenset()
        ):
            withdraw_application(application=application, borrower=row.customer)
        end_order(row, reason="cancelled_by_customer" if is_customer else "cancelled_by_dealer", actor=actor)
    return row


def end_order(row: GoodsOrder, *, reason: str, actor: User | None) -> None:
    """Move the locked order to cancelled and give the held down payment back to the customer."""
    if not row.is_pending:
        raise StaleState("stale_state", _("This order can no longer be cancelled."))
    hold = row.down_payment_hold
    move(
        row,
        GoodsOrder.Status.CANCELLED,
        actor=actor,
        data={"reason": reason},
        ended_at=clock.now(),
        end_reason=reason,
    )
    if hold is not None:
        settle_holds(
            hold_ids=[hold.pk],
            to=chart.wallet_available(row.customer_id),
            kind="goods.down_payment_back",
            reference=row.number,
            key=f"goods:{row.number}:down_payment_back",
            purpose="down_payment",
            actor=actor,
        )
