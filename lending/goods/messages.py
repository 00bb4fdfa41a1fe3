"""What customers and dealers are told about an order."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.dealers.queries import members_of
from accounts.messages import MessageTemplate, register_message
from accounts.models import Event, User
from accounts.models.message import MessageCategory
from accounts.services.send_message import MessageInput, send_messages
from accounts.web.formats import yuan
from lending.goods.story import end_label
from lending.models import GoodsOrder
from lending.queries.goods import orders_with_names

BODIES = "lending/messages"
TEMPLATES = (
    MessageTemplate(
        "goods_code_confirm",
        subject=_("Your code for order %(order)s"),
        body=f"{BODIES}/goods_code.txt",
        sms=_(
            "[Fenqi] Code %(code)s confirms order %(order)s: price %(price)s, loan %(loan)s. Good for 10 minutes. "
            "Not yours? Do nothing."
        ),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "goods_code_receipt",
        subject=_("Your code for the down payment of order %(order)s"),
        body=f"{BODIES}/goods_code.txt",
        sms=_(
            "[Fenqi] Code %(code)s confirms that you paid %(down)s in the store for order %(order)s. Not so? Do "
            "nothing."
        ),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "goods_code_delivery",
        subject=_("Your code to accept the goods of order %(order)s"),
        body=f"{BODIES}/goods_code_delivery.txt",
        sms=_(
            "[Fenqi] Code %(code)s accepts %(piece)s of order %(order)s. Give it to the dealer only when the goods are "
            "there and in order."
        ),
        category=MessageCategory.SECURITY,
    ),
    MessageTemplate(
        "goods_order_shipped",
        subject=_("The goods of order %(order)s are on their way"),
        body=f"{BODIES}/goods_order_shipped.txt",
    ),
    MessageTemplate(
        "goods_order_lowered",
        subject=_("The price of order %(order)s is lowered"),
        body=f"{BODIES}/goods_order_lowered.txt",
    ),
    MessageTemplate(
        "goods_order_paid",
        subject=_("Order %(order)s: delivered and paid"),
        body=f"{BODIES}/goods_order_paid.txt",
    ),
    MessageTemplate(
        "goods_order_released",
        subject=_("The retention of order %(order)s is released"),
        body=f"{BODIES}/goods_order_released.txt",
    ),
    MessageTemplate(
        "goods_return_asked",
        subject=_("Order %(order)s: the customer wants to return the goods"),
        body=f"{BODIES}/goods_return_asked.txt",
    ),
    MessageTemplate(
        "goods_awaiting_funds",
        subject=_("Order %(order)s: returned, the dealer still owes"),
        body=f"{BODIES}/goods_awaiting_funds.txt",
        sms=_(
            "[Fenqi] Order %(order)s: the goods are back, the dealer's money is not there yet. You pay nothing."
        ),
    ),
    MessageTemplate(
        "goods_dealer_owes",
        subject=_("Order %(order)s: your money does not cover the return"),
        body=f"{BODIES}/goods_dealer_owes.txt",
    ),
    MessageTemplate(
        "goods_returned",
        subject=_("Order %(order)s: returned and refunded"),
        body=f"{BODIES}/goods_returned.txt",
        sms=_("[Fenqi] Order %(order)s is returned. The loan is paid off and %(refund)s were refunded."),
    ),
    MessageTemplate(
        "goods_loan_begun",
        subject=_("You have accepted the goods of order %(order)s"),
        body=f"{BODIES}/goods_loan_begun.txt",
        sms=_("[Fenqi] Loan %(loan_number)s has begun: %(loan)s. The first instalment is due on %(first)s."),
    ),
    MessageTemplate(
        "goods_order_made",
        subject=_("An order waits for your confirmation"),
        body=f"{BODIES}/goods_order_made.txt",
        sms=_(
            "[Fenqi] Order %(order)s waits for your confirmation. Sign in to read it. Not yours? Do nothing."
        ),
    ),
    MessageTemplate(
        "goods_order_approved",
        subject=_("Order %(order)s: credit approved"),
        body=f"{BODIES}/goods_order_approved.txt",
    ),
    MessageTemplate(
        "goods_order_funded",
        subject=_("Order %(order)s is fully funded: deliver by %(until)s"),
        body=f"{BODIES}/goods_order_funded.txt",
    ),
    MessageTemplate(
        "goods_order_cancelled",
        subject=_("Order %(order)s is cancelled"),
        body=f"{BODIES}/goods_order_cancelled.txt",
    ),
)
TOLD = {
    "goods_order.quoted": "goods_order_made",
    "goods_order.approved": "goods_order_approved",
    "goods_order.funded": "goods_order_funded",
    "goods_order.shipped": "goods_order_shipped",
    "goods_order.price_lowered": "goods_order_lowered",
    "goods_order.delivered": "goods_order_paid",
    "goods_order.released": "goods_order_released",
    "goods_order.return_asked": "goods_return_asked",
    "goods_order.awaiting_funds": "goods_awaiting_funds",
    "goods_order.returned": "goods_returned",
    "goods_order.cancelled": "goods_order_cancelled",
}
FOR_CUSTOMER = (
    "goods_order.quoted",
    "goods_order.shipped",
    "goods_order.price_lowered",
    "goods_order.awaiting_funds",
    "goods_order.returned",
    "goods_order.cancelled",
)
FOR_DEALER = (
    "goods_order.approved",
    "goods_order.funded",
    "goods_order.delivered",
    "goods_order.released",
    "goods_order.return_asked",
    "goods_order.awaiting_funds",
    "goods_order.returned",
    "goods_order.cancelled",
)


def register_messages() -> None:
    """Register the templates."""
    for template in TEMPLATES:
        register_message(template)


def tell_of_order(event: Event) -> None:
    """Tell the customer, the dealer's members or both what became of an order."""
    order = orders_with_names().get(pk=event.subject_id)
    template = TOLD[event.kind]
    readers: list[tuple[Any, str]] = []
    if event.kind in FOR_CUSTOMER:
        readers.append((order.customer, f"/borrow/orders/{order.number}/"))
    if event.kind in FOR_DEALER:
        readers += [(member.user, f"/dealer/orders/{order.number}/") for member in members_of(order.dealer)]
    context = context_of(order)
    send_messages(
        [
            MessageInput(
                to,
                _for_reader(template, to),
                context,
                f"{event.kind}:{order.number}:{event.pk}:{to.number}",
                link,
            )
            for to, link in readers
        ]
    )


def _for_reader(template: str, to: User) -> str:
    """What the customer is told of a dealer short of money is no text for the dealer."""
    if template == "goods_awaiting_funds" and to.kind == User.Kind.DEALER:
        return "goods_dealer_owes"
    return template


def context_of(order: GoodsOrder) -> dict[str, Any]:
    """Return what the texts about an order name."""
    hold = order.retention_hold
    return {
        "order": order.number,
        "dealer": order.dealer.name,
        "price": yuan(order.price_fen),
        "loan": yuan(order.financed_fen),
        "down": yuan(order.down_payment_fen),
        "until": order.deliver_by_on or order.valid_until_on,
        "reason": end_label(order),
        "refund": yuan(order.refunded_fen),
        "why": order.return_reason,
        "fee": yuan(order.merchant_fee_fen),
        "retention": yuan(hold.amount_fen if hold is not None else 0),
        "interest": yuan(order.subsidy_fen) if order.subsidy_fen else "",
    }
