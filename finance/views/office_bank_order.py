"""One deposit or withdrawal as the office looks at it, with the way to its entries."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import PersonRequest, staff
from finance.failures import failure_text
from finance.models import Deposit
from finance.policies import access_order_as_staff


@staff("finance.see_cash")
def order(request: PersonRequest, number: str) -> HttpResponse:
    """Show an order at the bank: whose it is, how much, how it stands."""
    found = access_order_as_staff(number)
    context = {
        "order": found,
        "is_deposit": isinstance(found, Deposit),
        "failure": failure_text(found.failure) if found.failure else "",
        "may_read_books": request.user.has_right("finance.see_books"),
    }
    return render(request, "finance/office/bank_order.html", context)
