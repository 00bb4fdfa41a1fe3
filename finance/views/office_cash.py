"""Deposits and withdrawals for the cashier: what is in transit, how old it is, and every order by state."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import PersonRequest, staff
from accounts.web.paging import page_by_key
from finance.models import Deposit, Withdrawal
from finance.queries.halts import payouts_halted
from finance.queries.orders import in_transit_sums

KINDS: dict[str, type[Deposit] | type[Withdrawal]] = {"deposit": Deposit, "withdrawal": Withdrawal}


@staff("finance.see_cash")
def cash(request: PersonRequest) -> HttpResponse:
    """Show the orders in transit with their age, and the orders of one kind and state."""
    kind = request.GET.get("kind", "deposit")
    model = KINDS.get(kind, Deposit)
    kind = "withdrawal" if model is Withdrawal else "deposit"
    never = "recalled" if model is Withdrawal else "returned"
    states = [choice for choice in model.Status.choices if choice[0] != never]
    status = request.GET.get("status", "")
    rows = model.objects.select_related("user", "card")
    if status in dict(states):
        rows = rows.filter(status=status)
    else:
        status = ""
    context = {
        "sums": in_transit_sums(),
        "kind": kind,
        "status": status,
        "states": states,
        "page": page_by_key(rows, request),
        "halted": payouts_halted(),
    }
    return render(request, "finance/office/cash.html", context)
