"""An order as the office reads it: the down payment, lowered prices, the return, and each fen it moved."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.web.formats import yuan
from accounts.web.parts import Fact, Moment
from finance.entry_kinds import entry_kind_name, purpose_name
from finance.models import Hold
from finance.queries.journal import account_name
from lending.goods.story import return_facts
from lending.models import GoodsOrder
from lending.queries.goods import OrderMoney, money_of_order, price_changes_of

PLACES: dict[str, Promise] = {
    "customer:2001": gettext_lazy("Customer's wallet"),
    "dealer:2001": gettext_lazy("Dealer's wallet"),
    "dealer:2002": gettext_lazy("Set aside at the dealer's"),
    "lenders:2001": gettext_lazy("Lenders' wallets"),
    "lenders:2002": gettext_lazy("Lenders' bids"),
}


@dataclass(frozen=True)
class MoneyRow:
    """A line of the order's money in words."""

    money: OrderMoney
    kind: str
    purpose: str
    source: str
    target: str


def down_payment_place(order: GoodsOrder) -> str:
    """Return where the down payment is."""
    if not order.down_payment_fen:
        return _("none agreed")
    if order.down_payment_way == GoodsOrder.Way.STORE:
        return _in_store(order)
    hold = order.down_payment_hold
    if hold is None:
        return _("not paid yet") if order.is_pending else _("was not paid")
    if hold.status == Hold.Status.HELD:
        return _("set aside at the dealer's, until the delivery")
    if order.status == GoodsOrder.Status.CANCELLED:
        return _("given back to the customer")
    if order.status == GoodsOrder.Status.RETURNED:
        return _("refunded to the customer")
    return _("paid to the dealer at the delivery")


def _in_store(order: GoodsOrder) -> str:
    receipt = {"receipt": order.receipt_number}
    if order.is_down_paid:
        return _("paid in the store, receipt %(receipt)s, confirmed by the customer") % receipt
    if order.receipt_number:
        return _("receipt %(receipt)s waits for the customer's code") % receipt
    return _("to be paid in the store") if order.is_pending else _("was not paid")


def price_moments(order: GoodsOrder) -> list[Moment]:
    """Return every lowering of the price: from, to, and which pieces went out with it."""
    names = {item.n: item.name for item in order.items.all()}
    return [
        Moment(
            _("From %(before)s to %(after)s")
            % {"before": yuan(event.data["from_fen"]), "after": yuan(event.data["to_fen"])},
            event.at,
            sentence=_dropped([names[n] for n in event.data["dropped"] if n in names]),
            icon="percent",
        )
        for event in price_changes_of(order)
    ]


def _dropped(names: list[str]) -> str:
    return _("Taken out: %(pieces)s") % {"pieces": " · ".join(names)} if names else ""


def return_story(order: GoodsOrder) -> list[Fact]:
    """Return what became of a return: what it costs today while it is open, what was refunded once it is over."""
    if order.return_asked_at is None:
        return []
    facts = [Fact(_("Why it comes back"), order.return_reason)]
    if order.returned_on is not None:
        facts += [
            Fact(_("Returned and refunded on"), order.returned_on.isoformat()),
            Fact(
                _("Refunded to the customer"),
                yuan(order.refunded_fen),
                hint=_("principal repaid and down payment"),
                is_figure=True,
                is_total=True,
            ),
        ]
    return facts + return_facts(order, for_office=True)


def money_rows(order: GoodsOrder, owner: User | None) -> list[MoneyRow]:
    """Return the customers' money the order moved, in the order it was posted."""
    return [
        MoneyRow(
            money,
            entry_kind_name(money.kind),
            purpose_name(money.purpose),
            _place(money.source),
            _place(money.target),
        )
        for money in money_of_order(order, owner)
    ]


def _place(side: str) -> str:
    named = PLACES.get(side)
    return str(named) if named is not None else account_name(side.partition(":")[2])
