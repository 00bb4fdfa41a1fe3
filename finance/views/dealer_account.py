"""The account to which a dealer is paid: named and verified by the owner, like a customer's card."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, dealer_member
from accounts.dealers.doors import for_owner
from accounts.dealers.path import dealer_path
from accounts.errors import Refused
from accounts.models import DealerMember
from accounts.web.confirm_self import confirms_self
from finance import tasks
from finance.custody.calls import check_card
from finance.forms.wallet import AccountForm, CardAmountForm
from finance.holders import CHANGEABLE, holder_of
from finance.models import BankCard
from finance.policies import access_card
from finance.queries.cards import settlement_accounts
from finance.services.bind_card import bind_card
from finance.services.choose_default_card import choose_default_card


@dealer_member
@require_GET
@for_owner
def home(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """List the accounts and what to do with each."""
    context = {"accounts": settlement_accounts(member.dealer), "holder": holder_of(member.user)}
    return render(request, "finance/dealer/accounts.html", {**_shared(member), **context})


@dealer_member
@confirms_self("card")
@require_http_methods(["GET", "POST"])
@for_owner
def add(request: PersonRequest, member: DealerMember) -> HttpResponse:
    """Name an account of the company."""
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            number = bind_card(
                actor=member.user,
                card_digits=form.cleaned_data["card_digits"],
                bank_name=form.cleaned_data["bank_name"],
                key=form.key,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            tasks.start(tasks.bind_card, access_card(member.user, number).pk)
            return redirect("settlement_account_verify", number=number)
    context = {"form": form, "holder": holder_of(member.user)}
    return render(request, "finance/dealer/account_new.html", {**_shared(member), **context})


@dealer_member
@confirms_self("card")
@require_http_methods(["GET", "POST"])
@for_owner
def verify(request: PersonRequest, member: DealerMember, number: str) -> HttpResponse:
    """Enter the small amount that arrived on the account."""
    card = access_card(member.user, number)
    form = CardAmountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            check_card(actor=member.user, card_number=number, amount_fen=form.cleaned_data["amount"])
        except Refused as refusal:
            form.add_refusal(refusal)
            card.refresh_from_db()
        else:
            messages.success(request, _("The account %(card)s is verified.") % {"card": card.masked})
            return redirect("dealer_home")
    is_poll = request.headers.get("HX-Request") == "true"
    template = "finance/customer/_card_waiting.html" if is_poll else "finance/dealer/account_verify.html"
    response = render(request, template, {**_shared(member), "card": card, "form": form})
    if is_poll and card.status != BankCard.Status.REQUESTED:
        response["HX-Refresh"] = "true"
    return response


@dealer_member
@confirms_self("card")
@require_POST
@for_owner
def use(request: PersonRequest, member: DealerMember, number: str) -> HttpResponse:
    """Be paid to this account from now on."""
    card = access_card(member.user, number)
    try:
        choose_default_card(actor=member.user, card_number=card.number)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("You are paid to %(card)s from now on.") % {"card": card.masked})
    return redirect("settlement_account")


def _shared(member: DealerMember) -> dict[str, Any]:
    dealer = member.dealer
    return {
        "member": member,
        "dealer": dealer,
        "may_change": dealer.status in CHANGEABLE,
        "path": dealer_path(dealer, "account") if dealer.is_filling else None,
    }
