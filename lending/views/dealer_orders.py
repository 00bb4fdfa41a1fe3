"""A dealer's orders: the list, a new one, and one order with what may be done now."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, dealer_member
from accounts.dealers.doors import for_member
from accounts.dealers.queries import terms_in_force
from accounts.errors import Refused
from accounts.models import Dealer, DealerMember
from accounts.web.client_address import client_network
from accounts.web.confirm_self import confirms_self
from accounts.web.paging import page_by_key
from lending.forms.goods import AcceptanceForm, LowerPriceForm, OrderForm, ReceiptForm, waiting_pieces
from lending.goods import story
from lending.goods.policies import access_dealer_order
from lending.models import GoodsCode, GoodsOrder
from lending.models.product import ProductLine
from lending.queries.goods import orders_of_dealer
from lending.queries.products import current_versions
from lending.services.accept_delivery import accept_delivery
from lending.services.cancel_order import cancel_order
from lending.services.lower_price import OPEN, lower_price
from lending.services.make_order import make_order
from lending.services.pay_down_payment import may_pay_down
from lending.services.receipt_down_payment import receipt_down_payment
from lending.services.send_order_code import send_order_code
from lending.services.ship_order import ship_order
from lending.services.take_back_goods import take_back_goods

# The tabs above the list: state and word of each.
TABS = ("", *GoodsOrder.PENDING, *GoodsOrder.SOLD, GoodsOrder.Status.CANCELLED)

# A delivery is proved by the customer's own code, the serial number and the photograph.
MONEY_ACTS = ("receipt", "lower", "take_back")


@dealer_member
@require_GET
@for_member
def orders(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """List the dealer's orders, newest first."""
    status = request.GET.get("status", "")
    status = status if status in TABS else ""
    page = page_by_key(orders_of_dealer(member.dealer, status), request)
    labels = dict(GoodsOrder.Status.choices)
    context = {
        "page": page,
        "rows": [story.order_row(order) for order in page.rows],
        "status": status,
        "tabs": [(tab, labels.get(tab, _("All"))) for tab in TABS],
        **_shared(member),
    }
    return render(request, "lending/dealer/orders.html", context)


@dealer_member
@require_http_methods(["GET", "POST"])
@for_member
def new_order(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Make an order for a customer who stands in the store."""
    terms = terms_in_force(member.dealer)
    versions = list(current_versions(ProductLine.GOODS))
    if terms is None or not versions or member.dealer.status != Dealer.Status.ACTIVE:
        return redirect("dealer_orders")
    code = request.POST.get("product") or request.GET.get("product", "")
    version = next((one for one in versions if one.product.code == code), versions[0])
    form = OrderForm(
        request.POST if request.method == "POST" else None, version=version, categories=terms.categories
    )
    if form.is_valid():
        try:
            number = make_order(
                dealer=member.dealer,
                actor=member.user,
                customer_address=form.cleaned_data["customer"],
                sale=form.sale(),
                key=form.key,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The order is made. The customer has it on the phone now."))
            return redirect("dealer_order", number=number)
    context = {"form": form, "version": version, "versions": versions, "terms": terms, **_shared(member)}
    return render(request, "lending/dealer/order_new.html", context)


@dealer_member
@confirms_self("money", only=lambda posted: posted.get("act") in MONEY_ACTS)
@require_http_methods(["GET", "POST"])
@for_member
def order(request: PersonRequest, member: DealerMember, number: str) -> HttpResponse:
    """Show one order; what may be done with it posts here, by the name of the act."""
    found = access_dealer_order(member, number)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is not None:
            try:
                messages.success(request, act(request, member, found))
            except Refused as refusal:
                messages.error(request, str(refusal.message))
        return redirect("dealer_order", number=number)
    context: dict[str, Any] = {
        "order": found,
        "facts": story.order_facts(found),
        "steps": story.order_steps(found),
        "moments": story.order_moments(found),
        "customer": story.customer_name(found),
        "ended": story.end_label(found),
        "pieces": list(found.items.all()),
        "waiting": waiting_pieces(found),
        "receipt_form": ReceiptForm() if _takes_receipt(found) else None,
        "acceptance_form": AcceptanceForm(order=found) if found.status == GoodsOrder.Status.SHIPPED else None,
        "price_form": LowerPriceForm(order=found) if found.status in OPEN else None,
        "back": story.return_facts(found),
        "payout": story.payout_facts(found),
        "subsidy": story.subsidy_facts(found),
        **_shared(member),
    }
    return render(request, "lending/dealer/order.html", context)


def _shared(member: DealerMember) -> dict[str, Any]:
    return {
        "member": member,
        "dealer": member.dealer,
        "may_sell": member.dealer.status == Dealer.Status.ACTIVE,
    }


def _takes_receipt(found: GoodsOrder) -> bool:
    is_in_store = found.down_payment_way == GoodsOrder.Way.STORE
    return is_in_store and not found.is_down_paid and may_pay_down(found)


def _cancel(request: HttpRequest, member: DealerMember, found: GoodsOrder) -> str:
    cancel_order(order=found, actor=member.user)
    return _("The order is cancelled.")


def _receipt(request: HttpRequest, member: DealerMember, found: GoodsOrder) -> str:
    form = ReceiptForm(request.POST)
    number = form.cleaned_data["receipt_number"] if form.is_valid() else ""
    receipt_down_payment(order=found, actor=member.user, receipt_number=number)
    return _("The receipt is written down. Ask the customer to confirm it on the phone.")


def _ship(request: HttpRequest, member: DealerMember, found: GoodsOrder) -> str:
    ship_order(order=found, actor=member.user)
    return _("The goods are on their way. Let the customer accept each piece by code.")


def _send_code(request: HttpRequest, member: DealerMember, found: GoodsOrder) -> str:
    piece = request.POST.get("piece", "")
    send_order_code(
        order=found,
        purpose=GoodsCode.Purpose.DELIVERY,
        actor=member.user,
        origin=client_network(request),
        piece=int(piece) if piece.isascii() and piece.isdigit() and len(piece) < 3 else 0,
    )
    return _("The customer has the code on the phone now. It is good for 10 minutes.")


def _accept(request: HttpRequest, member: DealerMember, found: GoodsOrder) -> str:
    form = AcceptanceForm(request.POST, request.FILES, order=found)
    if not form.is_valid():
        raise Refused("incomplete", _("Piece, code, serial number and photograph are needed, all four."))
    values = form.cleaned_data
    accept_delivery(
        order=found,
        actor=member.user,
        piece=values["piece"],
        serial=values["serial"],
        code=values["code"],
        photo=values["photo"],
    )
    return _("The customer has accepted it.")


def _lower(request: HttpRequest, member: DealerMember, found: GoodsOrder) -> str:
    form = LowerPriceForm(request.POST, order=found)
    if not form.is_valid():
        raise Refused("price_not_lower", _("Write the new price in plain digits, such as 1234.56."))
    values = form.cleaned_data
    lower_price(order=found, actor=member.user, price_fen=values["price"], dropped=values["dropped"])
    return _("The price is lowered; the difference comes off the down payment.")


def _take_back(request: HttpRequest, member: DealerMember, found: GoodsOrder) -> str:
    row = take_back_goods(order=found, actor=member.user)
    if row.status == GoodsOrder.Status.RETURNED:
        return _("The loan is paid off and the customer is refunded.")
    return _("Written down. Your money does not cover it yet; what is there is set aside.")


ACTS = {
    "take_back": _take_back,
    "cancel": _cancel,
    "receipt": _receipt,
    "ship": _ship,
    "code": _send_code,
    "accept": _accept,
    "lower": _lower,
}
