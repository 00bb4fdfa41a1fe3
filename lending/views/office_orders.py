"""Goods orders in the back office, to read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import PersonRequest, staff
from accounts.dealers.queries import owner_of
from lending.goods import office_story, story
from lending.goods.policies import access_order_as_staff
from lending.lists import ORDERS
from lending.models import GoodsOrder
from lending.queries.goods import listed_orders


@staff("lending.see_loans")
def orders(request: PersonRequest) -> HttpResponse:
    """List goods orders of all dealers."""
    choices = [("", _("All")), ("open", _("On their way")), *GoodsOrder.Status.choices]
    status = request.GET.get("status", "")
    asked = {
        "status": status if status in dict(choices) else "",
        "number": request.GET.get("number", "").strip().upper()[:24],
        "dealer": request.GET.get("dealer", "").strip()[:60],
    }
    shown = ORDERS.open(request, listed_orders(**asked))
    context = {"list": shown, "choices": choices, "asked": asked}
    return shown.answer or render(request, "lending/office/orders.html", context)


@staff("lending.see_loans")
def order(request: PersonRequest, number: str) -> HttpResponse:
    """Show one order: price and down payment, delivery, what the dealer was paid, the return, and its money."""
    found = access_order_as_staff(number)
    context = {
        "order": found,
        "goods": story.goods_line(found),
        "facts": story.order_facts(found),
        "steps": story.order_steps(found),
        "moments": story.order_moments(found),
        "ended": story.end_label(found),
        "customer_name": story.customer_name(found),
        "down_payment_place": office_story.down_payment_place(found),
        "pieces": list(found.items.all()),
        "payout": story.payout_facts(found, for_office=True),
        "subsidy": story.subsidy_facts(found),
        "price_moments": office_story.price_moments(found),
        "back": office_story.return_story(found),
        "money": office_story.money_rows(found, owner_of(found.dealer)),
        "may_read_books": request.user.has_right("finance.see_books"),
    }
    return render(request, "lending/office/order.html", context)
