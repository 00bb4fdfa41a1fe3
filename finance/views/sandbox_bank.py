"""The sandbox bank's own pages: a bank's, not ours. They exist only while the sandbox is the bank."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import public
from finance.custody import sandbox_bank
from finance.custody.gateway import uses_sandbox_bank
from finance.models import SandboxCard, SandboxTransaction


def _require_sandbox() -> None:
    if not uses_sandbox_bank():
        raise Http404


@public
def home(request: HttpRequest) -> HttpResponse:
    """Say what this bank is."""
    _require_sandbox()
    return render(request, "finance/sandbox/home.html")


@public
def deposit(request: HttpRequest, token: str) -> HttpResponse:
    """Let the customer confirm or decline a payment; whoever holds the unguessable address is the customer."""
    _require_sandbox()
    order = SandboxTransaction.objects.select_related("customer").filter(token=token, kind="deposit").first()
    if order is None:
        raise Http404
    if request.method == "POST":
        try:
            sandbox_bank.authorise(token, confirmed=request.POST.get("decision") == "confirm")
        except sandbox_bank.BankRefuses:
            return HttpResponseRedirect(reverse("sandbox_bank_deposit", args=[token]))
        return HttpResponseRedirect(_way_back(request, order.return_url))
    context = {
        "order": order,
        "is_open": order.state == SandboxTransaction.State.AWAITING and not sandbox_bank.is_too_late(order),
        "return_url": _way_back(request, order.return_url),
    }
    return render(request, "finance/sandbox/deposit.html", context)


@public
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Show the statement of the customer's own card with the small amount on it."""
    _require_sandbox()
    found = SandboxCard.objects.select_related("customer").filter(token=token).first()
    if found is None:
        raise Http404
    return render(request, "finance/sandbox/card.html", {"card": found})


def _way_back(request: HttpRequest, url: str) -> str:
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if allowed else "/"
