"""A customer's orders from dealers: confirm by code, apply, pay the down payment, cancel."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.web.client_address import client_network
from accounts.web.confirm_self import confirms_self
from accounts.web.paging import page_by_key
from finance.queries.wallets import wallet_balance
from lending.forms.goods import CodeForm, ReturnForm, waiting_pieces
from lending.goods import story
from lending.goods.policies import access_own_order
from lending.models import GoodsCode, GoodsOrder
from lending.queries.goods import orders_of_customer
from lending.services.apply_for_goods import apply_for_goods
from lending.services.ask_return import RETURNABLE, ask_return
from lending.services.cancel_order import cancel_order
from lending.services.confirm_order import confirm_order
from lending.services.confirm_receipt import confirm_receipt
from lending.services.keep_goods import keep_goods
from lending.services.pay_down_payment import may_pay_down, pay_down_payment
from lending.services.send_order_code import send_order_code, waits_for

# Asking for a code binds to nothing, and one may always step back.
BINDING_ACTS = ("confirm", "receipt", "apply", "pay", "return", "keep")


@customer
@require_GET
def orders(request: PersonRequest) -> HttpResponse:
    """List the customer's orders, newest first."""
    page = page_by_key(orders_of_customer(request.user), request)
    rows = [story.order_row(order) for order in page.rows]
    return render(request, "lending/customer/orders.html", {"page": page, "rows": rows})


@customer
@confirms_self("money", only=lambda posted: posted.get("act") in BINDING_ACTS)
@require_http_methods(["GET", "POST"])
def order(request: PersonRequest, number: str) -> HttpResponse:
    """Show one order; what may be done with it posts here, by the name of the act."""
    user: Any = request.user
    found = access_own_order(user, number)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        try:
            answer = act(request, found) if act is not None else redirect("goods_order", number=number)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
            answer = redirect("goods_order", number=number)
        return answer
    return render(request, "lending/customer/order.html", _context(user, found))


def _context(user: Any, found: GoodsOrder) -> dict[str, Any]:
    by_code = (GoodsCode.Purpose.CONFIRM, GoodsCode.Purpose.RECEIPT)
    waits_for_code = next((one.value for one in by_code if waits_for(found, one)), "")
    code_sent = (
        GoodsCode.objects.filter(order=found, purpose=waits_for_code).exists() if waits_for_code else False
    )
    is_to_pay = not found.is_down_paid and may_pay_down(found)
    by_wallet = is_to_pay and found.down_payment_way == GoodsOrder.Way.WALLET
    free_fen = wallet_balance(user).available_fen if by_wallet else 0
    return {
        "order": found,
        "facts": story.order_facts(found),
        "costs": story.cost_facts(found) if found.is_pending else [],
        "is_exact": story.is_quoted_exactly(found),
        "steps": story.order_steps(found),
        "moments": story.order_moments(found),
        "ended": story.end_label(found),
        "waits_for_code": waits_for_code,
        "code_sent": code_sent,
        "code_form": CodeForm(),
        "pieces": waiting_pieces(found) if found.status == GoodsOrder.Status.SHIPPED else [],
        "return_form": ReturnForm() if _may_return(found) else None,
        "may_keep": found.status == GoodsOrder.Status.RETURN_ASKED,
        "may_apply": found.status == GoodsOrder.Status.CONFIRMED and found.application is None,
        "pays_by_wallet": by_wallet,
        "pays_in_store": is_to_pay and not by_wallet,
        "free_fen": free_fen,
        "missing_fen": max(0, found.down_payment_fen - free_fen) if by_wallet else 0,
    }


def _may_return(found: GoodsOrder) -> bool:
    last_on = found.return_until_on
    return found.status in RETURNABLE and last_on is not None and clock.today() <= last_on


def _again(found: GoodsOrder) -> HttpResponse:
    return redirect("goods_order", number=found.number)


def _send_code(request: HttpRequest, found: GoodsOrder) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    user: Any = request.user
    piece = request.POST.get("piece", "0")
    send_order_code(
        order=found,
        purpose=purpose,
        actor=user,
        origin=client_network(request),
        piece=int(piece) if piece in [str(n) for n, _name in waiting_pieces(found)] else 0,
    )
    messages.success(request, _("The code is on its way. It is good for 10 minutes."))
    return _again(found)


def _confirm(request: HttpRequest, found: GoodsOrder) -> HttpResponse:
    user: Any = request.user
    confirm_order(order=found, customer=user, code=request.POST.get("code", ""))
    messages.success(request, _("Confirmed. Now apply for the loan."))
    return _again(found)


def _confirm_receipt(request: HttpRequest, found: GoodsOrder) -> HttpResponse:
    user: Any = request.user
    confirm_receipt(order=found, customer=user, code=request.POST.get("code", ""))
    messages.success(request, _("The down payment is confirmed."))
    return _again(found)


def _apply(request: HttpRequest, found: GoodsOrder) -> HttpResponse:
    user: Any = request.user
    application = apply_for_goods(order=found, customer=user)
    return redirect("apply_screen", number=application.number, screen="purpose")


def _pay(request: HttpRequest, found: GoodsOrder) -> HttpResponse:
    user: Any = request.user
    pay_down_payment(order=found, customer=user)
    messages.success(request, _("The down payment is set aside until the goods are delivered."))
    return _again(found)


def _cancel(request: HttpRequest, found: GoodsOrder) -> HttpResponse:
    user: Any = request.user
    cancel_order(order=found, actor=user)
    messages.success(request, _("The order is cancelled."))
    return _again(found)


def _return(request: HttpRequest, found: GoodsOrder) -> HttpResponse:
    user: Any = request.user
    ask_return(order=found, customer=user, reason=request.POST.get("reason", ""))
    messages.success(
        request, _("The dealer knows. Bring the goods back; once they are there the loan is paid off.")
    )
    return _again(found)


def _keep(request: HttpRequest, found: GoodsOrder) -> HttpResponse:
    user: Any = request.user
    keep_goods(order=found, customer=user)
    messages.success(request, _("You keep the goods, and the loan goes on."))
    return _again(found)


ACTS = {
    "return": _return,
    "keep": _keep,
    "code": _send_code,
    "confirm": _confirm,
    "receipt": _confirm_receipt,
    "apply": _apply,
    "pay": _pay,
    "cancel": _cancel,
}
