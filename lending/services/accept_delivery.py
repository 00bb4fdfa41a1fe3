"""The customer accepts a piece of an order: by a code given to the clerk, its serial number and a photograph."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused, StaleState
from accounts.events import record_event
from accounts.models import Document, User
from accounts.services.examine_picture import examine_picture
from accounts.services.store_document import store_document
from lending.goods.codes import payload_hash, use_order_code
from lending.goods.delivery import finish_delivery, kept_back_of, lock_listing
from lending.goods.locks import lock_order
from lending.limits import lock_limits
from lending.models import GoodsCode, GoodsItem, GoodsOrder
from lending.services.disburse_loan import check_payout
from lending.standing_lock import lock_standing

DELIVERY = GoodsCode.Purpose.DELIVERY


def accept_delivery(
    *, order: GoodsOrder, actor: User, piece: int, serial: str, code: str, photo: "UploadedFile[bytes]"
) -> GoodsOrder:
    """Write down that a piece was accepted; the last one disburses the loan and pays the dealer.

    Interest starts then and not before. Refuses (`code_wrong`), (`serial_missing`), (`serial_differs`),
    (`dealer_short`), whatever stands against the payout or the picture (then the code is still good), and (StaleState)
    a piece that was accepted before: of two acceptances one wins. Called with no transaction open.
    """
    _prepare(order, actor, piece, serial)
    kind = Document.Kind.EVIDENCE
    picture = examine_picture(owner=actor, kind=kind, file=photo, actor=actor)
    agreed = use_order_code(order, DELIVERY, code, piece=piece)
    document = store_document(owner=actor, kind=kind, file=picture, actor=actor, subject=order)
    with transaction.atomic():
        today = clock.lock_business_date()
        lock_for_member(order.dealer, actor)
        standing = lock_standing(order.customer)
        _lock_limits(order)
        row = lock_order(order.pk)
        item = _waiting_item(row, piece)
        if payload_hash(row, DELIVERY, piece) != agreed:
            raise StaleState("stale_state", _("The order has changed. Please look at it again."))
        item.serial, item.photo, item.handed_over_by = _checked_serial(item, serial), document, actor
        item.accepted_at = clock.now()
        item.save(update_fields=["serial", "photo", "handed_over_by", "accepted_at"])
        record_event(
            "goods_order.piece_accepted",
            subject=row,
            actor=actor,
            data={"piece": piece, "document": document.number},
        )
        if not any(one.is_waiting for one in row.items.all()):
            finish_delivery(row, lock_listing(row, standing, today), actor=actor)
    return row


def _prepare(order: GoodsOrder, actor: User, piece: int, serial: str) -> None:
    """Refuse before the code is used up what would be refused after it."""
    with transaction.atomic():
        today = clock.lock_business_date()
        lock_for_member(order.dealer, actor)
        standing = lock_standing(order.customer)
        _lock_limits(order)
        row = lock_order(order.pk)
        item = _waiting_item(row, piece)
        _checked_serial(item, serial)
        locked = lock_listing(row, standing, today)
        quote = check_payout(locked)
        if sum(one.is_waiting for one in row.items.all()) == 1:
            kept_back_of(row, locked, quote)


def _lock_limits(order: GoodsOrder) -> None:
    if order.application is not None:
        lock_limits(order.application)


def _waiting_item(row: GoodsOrder, piece: int) -> GoodsItem:
    if row.status != GoodsOrder.Status.SHIPPED:
        raise StaleState("stale_state", _("The goods of this order are not on their way."))
    item = next((one for one in row.items.all() if one.n == piece and one.is_waiting), None)
    if item is None:
        raise StaleState("stale_state", _("This piece is no longer waited for."))
    return item


def _checked_serial(item: GoodsItem, serial: str) -> str:
    typed = serial.strip()
    if not typed:
        raise Refused("serial_missing", _("Write the serial number from the goods."), field="serial")
    if item.serial and item.serial.casefold() != typed.casefold():
        raise Refused("serial_differs", _("The serial number is not the one of the order."), field="serial")
    return item.serial or typed
