"""The customer's bank cards."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.onboarding import goal_of
from accounts.web.confirm_self import confirms_self
from accounts.web.sections import onboarding_path
from finance import tasks
from finance.custody.calls import check_card
from finance.forms.wallet import CardAmountForm, CardForm
from finance.models import BankCard
from finance.policies import access_card
from finance.queries.cards import cards_of, cooling_cards
from finance.services.bind_card import bind_card
from finance.services.choose_default_card import choose_default_card
from finance.services.remove_card import remove_card


@customer
def home(request: PersonRequest) -> HttpResponse:
    """List the cards and what to do with each."""
    cooling = cooling_cards(request.user)
    cards = [(card, cooling.get(card.pk)) for card in cards_of(request.user)]
    return render(
        request, "finance/customer/cards.html", {"cards": cards, "is_verified": _is_verified(request)}
    )


@customer
@confirms_self("card")
def add(request: PersonRequest) -> HttpResponse:
    """Name a new card."""
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = bind_card(
                actor=request.user,
                card_digits=form.cleaned_data["card_digits"],
                bank_name=form.cleaned_data["bank_name"],
                key=form.key,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            tasks.start(tasks.bind_card, access_card(request.user, number).pk)
            return HttpResponseRedirect(reverse("verify_card", args=[number]))
    context = {
        "form": form,
        "is_verified": _is_verified(request),
        "path": onboarding_path(request.user, "card"),
    }
    return render(request, "finance/customer/card_new.html", context)


@customer
@confirms_self("card")
def verify(request: PersonRequest, number: str) -> HttpResponse:
    """Enter the small amount that arrived on the card."""
    card = access_card(request.user, number)
    form = CardAmountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check_card(
                actor=request.user,
                card_number=number,
                amount_fen=form.cleaned_data["amount"],
            )
        except Refused as refusal:
            form.add_refusal(refusal)
            card.refresh_from_db()
        else:
            messages.success(request, _("Your card %(card)s is verified.") % {"card": card.masked})
            return HttpResponseRedirect(_after_verification(request))
    is_poll = request.headers.get("HX-Request") == "true"
    template = "finance/customer/_card_waiting.html" if is_poll else "finance/customer/card_verify.html"
    response = render(request, template, {"card": card, "form": form})
    if is_poll and card.status != BankCard.Status.REQUESTED:
        response["HX-Refresh"] = "true"
    return response


@customer
@confirms_self("card")
@require_POST
def make_default(request: PersonRequest, number: str) -> HttpResponse:
    """Use this card unless another is chosen."""
    card = access_card(request.user, number)
    choose_default_card(actor=request.user, card_number=card.number)
    messages.success(request, _("%(card)s is now your default card.") % {"card": card.masked})
    return HttpResponseRedirect(reverse("cards"))


@customer
@confirms_self("card")
def remove(request: PersonRequest, number: str) -> HttpResponse:
    """Take a card off the list, after a page that says what that means."""
    card = access_card(request.user, number)
    if request.method == "POST":
        try:
            remove_card(actor=request.user, card_number=card.number)
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("%(card)s was removed.") % {"card": card.masked})
        return HttpResponseRedirect(reverse("cards"))
    return render(request, "finance/customer/card_remove.html", {"card": card})


def _is_verified(request: PersonRequest) -> bool:
    return request.user.identity_verified_at is not None


def _after_verification(request: PersonRequest) -> str:
    """Lead a newcomer, who has chosen a path and now has the first card, on along it; others back to the cards."""
    is_newcomer = goal_of(request.user) and len(cards_of(request.user)) == 1
    return reverse("onboarding" if is_newcomer else "cards")
