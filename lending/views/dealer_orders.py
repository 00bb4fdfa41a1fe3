"""A dealer's orders: the list, a new one, and one order with what may be done now."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import dealer_member
from accounts.dealers.doors import for_member
from accounts.dealers.queries import terms_in_force
from accounts.errors import Refused
from accounts.models import Dealer, DealerMember
from accounts.web.paging import page_by_key
from lending.forms.goods import OrderForm, ReceiptForm
from lending.goods import story
from lending.goods.policies import access_dealer_order
from lending.models import GoodsOrder
from lending.models.product import ProductLine
from lending.queries.goods import orders_of_dealer
from lending.queries.products import current_versions
from lending.services.cancel_order import cancel_order
from lending.services.make_order import make_order
from lending.services.pay_down_payment import may_pay_down
from lending.services.receipt_down_payment import receipt_down_payment

# The tabs above the list: state and word of each.
TABS = ("", *GoodsOrder.PENDING, GoodsOrder.Status.DELIVERED, GoodsOrder.Status.CANCELLED)


@dealer_member
@require_GET
@for_member
def orders(request: HttpRequest, member: DealerMember) -> HttpResponse:
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
def new_order(request: HttpRequest, member: DealerMember) -> HttpResponse:
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
@require_http_methods(["GET", "POST"])
@for_member
def order(request: HttpRequest, member: DealerMember, number: str) -> HttpResponse:
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
        "receipt_form": ReceiptForm() if _takes_receipt(found) else None,
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


ACTS = {"cancel": _cancel, "receipt": _receipt}
