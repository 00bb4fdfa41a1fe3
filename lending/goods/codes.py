"""One-time codes of a customer for an order: sent to the address we know, bound to the order and what it says."""

import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import hash_inputs
from accounts.errors import Refused
from accounts.models import User
from accounts.services.issue_code import issue_code
from accounts.services.use_code import use_code
from accounts.tell import tell_address
from accounts.web.formats import yuan
from lending.models import GoodsCode, GoodsOrder


def terms_of_order(order: GoodsOrder) -> dict[str, Any]:
    """Return what the customer agrees to, as plain values."""
    return {
        "order": order.number,
        "dealer": order.dealer.number,
        "customer": order.customer.number,
        "product": f"{order.product_version.product.code} v{order.product_version.version}",
        "category": order.category,
        "items": [[item.n, item.name] for item in order.items.order_by("n") if item.dropped_at is None],
        "price_fen": order.price_fen,
        "down_payment_fen": order.down_payment_fen,
        "down_payment_way": order.down_payment_way,
        "financed_fen": order.financed_fen,
        "periods": order.periods,
        "method": order.method,
    }


def payload_hash(order: GoodsOrder, purpose: str, piece: int = 0) -> str:
    """Return the fingerprint of what a code stands for: another price, piece or receipt gives another one."""
    said = {"purpose": purpose, **terms_of_order(order), "receipt": order.receipt_number, "piece": piece}
    return hash_inputs(said)


def send_code(order: GoodsOrder, purpose: str, *, sent_by: User, origin: str, piece: int = 0) -> GoodsCode:
    """Send a fresh code to the customer's mobile number, else to the e-mail address; called with no transaction open.

    Refuses (`too_many_codes`) and (`not_delivered`).
    """
    customer = order.customer
    address = customer.code_address
    handle = secrets.token_urlsafe(32)
    with transaction.atomic():
        # Goods stand in the shop: what was asked for before, for other acts, must not keep them there.
        apart = f"delivery:{order.number}" if purpose == GoodsCode.Purpose.DELIVERY else ""
        code = issue_code(handle=handle, address=address, origin=origin, counted_as=apart)
        sent = GoodsCode.objects.create(
            order=order,
            purpose=purpose,
            piece=piece,
            payload_hash=payload_hash(order, purpose, piece),
            handle=handle,
            sent_at=clock.now(),
            sent_by=sent_by,
        )
    told = {
        "code": code,
        "order": order.number,
        "price": yuan(order.price_fen),
        "loan": yuan(order.financed_fen),
        "down": yuan(order.down_payment_fen),
        "piece": order.items.values_list("name", flat=True).filter(n=piece).first() or "",
    }
    tell_address(f"goods_code_{purpose}", address, told, customer.language)
    return sent


def use_order_code(order: GoodsOrder, purpose: str, typed: str, *, piece: int = 0) -> str:
    """Use up the newest code for this act and return the hash it was bound to; called with no transaction open.

    Refuses (`code_wrong`) a code that is wrong, used or too old, and one sent before the order changed. Each try is
    counted outside the transaction of the act, so that a refusal does not give the try back.
    """
    newest = GoodsCode.objects.filter(order=order, purpose=purpose, piece=piece).order_by("-pk").first()
    wanted = payload_hash(order, purpose, piece)
    if newest is None or newest.payload_hash != wanted or not use_code(handle=newest.handle, typed=typed):
        raise Refused(
            "code_wrong",
            _(
                "The code is wrong or too old. After three tries, or a change to the order, ask for a new one."
            ),
            field="code",
        )
    return wanted
