"""Lower the price of an order before its goods are all delivered."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused, StaleState
from accounts.events import record_event
from accounts.models import User
from finance import chart
from finance.domain.money import PPM
from finance.services.place_hold import place_hold
from finance.services.settle_holds import settle_holds
from lending.goods.delivery import finish_delivery, lock_listing
from lending.goods.locks import lock_order
from lending.goods.parties import dealer_login
from lending.models import GoodsItem, GoodsOrder
from lending.standing_lock import lock_standing

OPEN = (GoodsOrder.Status.APPROVED, GoodsOrder.Status.FUNDED, GoodsOrder.Status.SHIPPED)


def lower_price(*, order: GoodsOrder, actor: User, price_fen: int, dropped: Sequence[int] = ()) -> GoodsOrder:
    """Take the difference off the down payment, and pieces that will not come out of the order.

    The loan stays as it was signed, so the price falls by the down payment at most and not below the product's smallest
    one. A down payment held comes back in part; one receipted in the store is receipted anew, for the customer's word.
    Where nothing else is waited for, the delivery is finished. Refuses (`price_not_lower`), (`order_anew`) a reduction
    that needs another loan, (`receipted`) once goods are on their way, (`nothing_left`) and (StaleState).
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        lock_for_member(order.dealer, actor)
        standing = lock_standing(order.customer)
        row = lock_order(order.pk)
        if row.status not in OPEN:
            raise StaleState("stale_state", _("The price of this order stands."))
        if row.status == GoodsOrder.Status.SHIPPED and row.receipt_number:
            raise Refused(
                "receipted", _("The down payment was receipted in the store and confirmed; it stands.")
            )
        # Listing before holds: the order of locks, should this finish the delivery.
        locked = lock_listing(row, standing, today) if row.status == GoodsOrder.Status.SHIPPED else None
        before_fen = row.price_fen
        _drop(row, dropped)
        is_complete = not row.items.filter(accepted_at=None, dropped_at=None).exists()
        _write(row, price_fen)
        if not (is_complete and locked is not None):
            _give_back_part(row, actor)
        record_event(
            "goods_order.price_lowered",
            subject=row,
            actor=actor,
            data={"from_fen": before_fen, "to_fen": price_fen, "dropped": sorted(dropped)},
        )
        if is_complete and locked is not None:
            finish_delivery(row, locked, actor=actor)
    return row


def _drop(row: GoodsOrder, dropped: Sequence[int]) -> None:
    items = list(GoodsItem.objects.filter(order=row))
    gone = [item for item in items if item.n in set(dropped)]
    if len(gone) != len(set(dropped)) or any(not item.is_waiting for item in gone):
        raise StaleState("stale_state", _("This piece is no longer waited for."))
    kept = [item for item in items if item.dropped_at is None and item not in gone]
    if not kept:
        raise Refused("nothing_left", _("Something must be left to buy; else cancel the order."))
    GoodsItem.objects.filter(pk__in=[item.pk for item in gone]).update(dropped_at=clock.now())


def _write(row: GoodsOrder, price_fen: int) -> None:
    if not 0 < price_fen < row.price_fen:
        raise Refused(
            "price_not_lower", _("A price is only lowered; a higher one is a new order."), field="price"
        )
    down_fen = price_fen - row.financed_fen
    least_ppm = row.product_version.down_payment_min_ppm
    if down_fen < 0 or down_fen * PPM < price_fen * least_ppm:
        raise Refused(
            "order_anew",
            _("So much less needs a smaller loan: cancel this order and make a new one."),
            field="price",
        )
    if row.down_payment_way == GoodsOrder.Way.STORE:
        row.receipt_number, row.down_paid_at = "", None
    row.price_fen, row.down_payment_fen = price_fen, down_fen
    row.save(update_fields=["price_fen", "down_payment_fen", "receipt_number", "down_paid_at"])


def _give_back_part(row: GoodsOrder, actor: User) -> None:
    """End the hold whole and place a smaller one: a hold is never changed."""
    hold, customer = row.down_payment_hold, chart.wallet_available(row.customer_id)
    if hold is None:
        return
    settle_holds(
        hold_ids=[hold.pk],
        to=customer,
        kind="goods.down_payment_back",
        reference=row.number,
        key=f"goods:{hold.number}:back",
        purpose="down_payment",
        actor=actor,
    )
    row.down_payment_hold = (
        place_hold(
            owner=dealer_login(row.dealer),
            amount_fen=row.down_payment_fen,
            purpose="down_payment",
            reference=row.number,
            key=f"goods:{hold.number}:anew",
            actor=actor,
            source=customer,
        )
        if row.down_payment_fen
        else None
    )
    row.save(update_fields=["down_payment_hold"])
