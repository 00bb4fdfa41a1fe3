"""A dealer sells goods on instalments: make the order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.dealers.acting import lock_for_member
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, Event, User
from accounts.numbers import next_number
from accounts.queries import holders_of
from accounts.restrictions import require_not_held, require_open_for_business
from accounts.web.formats import yuan
from finance.domain.money import PPM
from lending.goods.limits import require_within_limits
from lending.models import GoodsItem, GoodsOrder, ProductVersion
from lending.models.product import ProductLine
from lending.queries.products import current_version

PREFIX = "GO"
MOST_ITEMS = 3
MOST_UNKNOWN_A_DAY = 10
LOOKED_FOR_NOBODY = "dealer.looked_for_nobody"


@dataclass(frozen=True)
class Sale:
    """What is sold on which plan; amounts in fen, `items` are names and serial numbers."""

    product_code: str
    category: str
    items: Sequence[tuple[str, str]]
    price_fen: int
    down_payment_fen: int
    periods: int
    method: str
    down_payment_way: str = GoodsOrder.Way.WALLET


def make_order(*, dealer: Dealer, actor: User, customer_address: str, sale: Sale, key: str) -> str:
    """Quote the goods to a customer, by the mobile number or e-mail address of the login; return the order's number.

    Refuses who may not act for the dealer, (`dealer_not_active`), (`returns_unpaid`), (`customer_unknown`),
    (`own_order`), a sale outside the product or the dealer's terms, and (`too_many_unknown`) a dealer that tries
    numbers out. The same key again finds the first order. Called with no transaction open, so that a look for nobody
    stays counted.
    """
    _refuse_trying(dealer)

    def perform() -> str:
        return _make(dealer, actor, customer_address, sale).number

    inputs = {"dealer": dealer.number, "customer": customer_address, "sale": vars(sale)}
    try:
        return run_once(actor=actor, command="make_order", key=key, inputs=inputs, perform=perform)
    except Refused as refusal:
        if refusal.code == "customer_unknown":
            record_event(LOOKED_FOR_NOBODY, subject=dealer, actor=actor)
        raise


def _refuse_trying(dealer: Dealer) -> None:
    since = clock.now() - dt.timedelta(days=1)
    looks = Event.objects.filter(
        subject_type="dealer", subject_id=dealer.pk, kind=LOOKED_FOR_NOBODY, at__gt=since
    )
    if looks.count() >= MOST_UNKNOWN_A_DAY:
        raise Refused(
            "too_many_unknown",
            _("Too many numbers of nobody were tried today. Try again tomorrow."),
            field="customer",
        )


def _make(dealer: Dealer, actor: User, customer_address: str, sale: Sale) -> GoodsOrder:
    today = clock.lock_business_date()
    row = lock_for_member(dealer, actor)
    if row.status != Dealer.Status.ACTIVE:
        raise Refused("dealer_not_active", _("Only an admitted dealer makes orders."))
    if GoodsOrder.objects.filter(dealer=row, status=GoodsOrder.Status.AWAITING_FUNDS).exists():
        raise Refused(
            "returns_unpaid", _("First pay for the goods that came back; then you make new orders.")
        )
    version = current_version(sale.product_code)
    if version is None or version.product.line != ProductLine.GOODS:
        raise Refused("no_product", _("This product is not offered now."), field="product")
    financed_fen = sale.price_fen - sale.down_payment_fen
    _check_sale(version, sale, financed_fen)
    require_within_limits(
        row, category=sale.category, price_fen=sale.price_fen, financed_fen=financed_fen, on=today
    )
    customer = _find_customer(customer_address, actor)
    order = GoodsOrder.objects.create(
        number=next_number(PREFIX),
        dealer=row,
        made_by=actor,
        customer=customer,
        product_version=version,
        category=sale.category,
        price_fen=sale.price_fen,
        down_payment_fen=sale.down_payment_fen,
        financed_fen=financed_fen,
        periods=sale.periods,
        method=sale.method,
        down_payment_way=sale.down_payment_way,
        made_at=clock.now(),
        made_on=today,
        valid_until_on=today + dt.timedelta(days=version.offer_days),
    )
    GoodsItem.objects.bulk_create(
        GoodsItem(order=order, n=n, name=name.strip(), serial=serial.strip())
        for n, (name, serial) in enumerate(sale.items, start=1)
    )
    record_event(
        "goods_order.quoted",
        subject=order,
        actor=actor,
        data={"dealer": row.number, "price_fen": order.price_fen},
    )
    return order


def _find_customer(address: str, actor: User) -> User:
    is_email = "@" in address
    found = holders_of(email=address if is_email else None, phone="" if is_email else address).filter(
        kind=User.Kind.CUSTOMER, is_active=True
    )
    customer = found.select_related("person").first()
    if customer is None or not customer.is_customer:
        raise Refused(
            "customer_unknown",
            _("No customer has this number or address. Let the customer sign up first, then try again."),
            field="customer",
        )
    if customer.person_id is not None and customer.person_id == actor.person_id:
        raise Refused("own_order", _("Nobody sells goods to themselves."), field="customer")
    require_open_for_business(customer)
    require_not_held(customer, "order", words=_("This customer cannot buy on instalments at the moment."))
    return customer


def _check_sale(version: ProductVersion, sale: Sale, financed_fen: int) -> None:
    if not 1 <= len(sale.items) <= MOST_ITEMS or any(not name.strip() for name, _serial in sale.items):
        raise Refused("no_goods", _("Name the goods, at most three pieces."), field="item_1")
    if not version.amount_min_fen <= financed_fen <= version.amount_max_fen:
        raise Refused(
            "amount_outside",
            _("This plan finances %(least)s to %(most)s: change the down payment.")
            % {"least": yuan(version.amount_min_fen), "most": yuan(version.amount_max_fen)},
            field="down_payment",
        )
    over_fen = (financed_fen - version.amount_min_fen) % version.amount_step_fen
    if over_fen:
        raise Refused(
            "amount_step",
            _("A whole multiple of %(step)s is financed. With a down payment of %(down)s it fits.")
            % {"step": yuan(version.amount_step_fen), "down": yuan(sale.down_payment_fen + over_fen)},
            field="down_payment",
        )
    if sale.down_payment_fen * PPM < sale.price_fen * version.down_payment_min_ppm:
        least_fen = -(-sale.price_fen * version.down_payment_min_ppm // PPM)
        raise Refused(
            "down_payment_too_small",
            _("The down payment is at least %(least)s.") % {"least": yuan(least_fen)},
            field="down_payment",
        )
    if sale.periods not in version.term_choices:
        raise Refused("term_unknown", _("This product does not offer that term."), field="periods")
    if sale.method not in version.methods:
        raise Refused("method_unknown", _("This product is not repaid that way."), field="method")
