"""The customer's wallet: what is there, paying in, taking out, and what became of an order."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.onboarding import unknown_of
from accounts.rules import rule_value
from accounts.web.confirm_self import confirms_self
from finance import tasks
from finance.forms.wallet import ConfirmedOrderForm, MoneyOrderForm, WithdrawalForm
from finance.models import Deposit, Withdrawal
from finance.order_story import tell_order
from finance.policies import access_deposit, access_withdrawal, card_for_withdrawals
from finance.queries.cards import cooling_cards, verified_cards
from finance.queries.freezes import wallet_frozen
from finance.queries.halts import payouts_halted
from finance.queries.movements import latest_movements
from finance.queries.orders import open_orders
from finance.queries.wallets import wallet_balance
from finance.services.record_customer_back import record_customer_back
from finance.services.request_deposit import request_deposit
from finance.services.request_withdrawal import request_withdrawal
from finance.withdrawal_terms import withdrawal_facts

LATEST = 8


@customer
def home(request: PersonRequest) -> HttpResponse:
    """Show the balance, what is under way, and the latest movements."""
    user = request.user
    context = {
        "balance": wallet_balance(user),
        "is_verified": user.identity_verified_at is not None,
        "cards": verified_cards(user),
        "frozen": wallet_frozen(user),
        "halted": payouts_halted(),
        "orders": open_orders(user),
        "lines": latest_movements(user, LATEST),
    }
    return render(request, "finance/customer/wallet.html", context)


@customer
def deposit(request: PersonRequest) -> HttpResponse:
    """Order a deposit and go on to its page."""
    user = request.user
    cards = verified_cards(user)
    form = MoneyOrderForm(request.POST or None, cards=cards)
    if request.method == "POST" and form.is_valid():
        try:
            number = request_deposit(
                actor=user,
                card_number=form.cleaned_data["card"],
                amount_fen=form.cleaned_data["amount"],
                key=form.key,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            order = access_deposit(user, number)
            tasks.start(tasks.send_deposit, order.pk)
            order.refresh_from_db()
            is_ready = order.status == Deposit.Status.SENT and order.bank_page_url
            return HttpResponseRedirect(
                order.bank_page_url if is_ready else reverse("deposit", args=[number])
            )
    context = {
        "form": form,
        "cards": cards,
        "balance": wallet_balance(user),
        "is_verified": user.identity_verified_at is not None,
    }
    return render(request, "finance/customer/deposit.html", context)


@customer
@confirms_self("payout")
def withdraw(request: PersonRequest) -> HttpResponse:
    """Take money out in two steps: the amount, then the figures and the confirmation."""
    user = request.user
    cards = verified_cards(user)
    is_confirmed = request.POST.get("confirmed") == "yes"
    today = clock.today()
    cooling = cooling_cards(user, on=today)
    balance = wallet_balance(user)
    # A confirmation goes to the service: sent twice, it finds the first withdrawal.
    form: MoneyOrderForm = (
        ConfirmedOrderForm(request.POST, cards=cards)
        if is_confirmed
        else WithdrawalForm(
            request.POST or None, cards=cards, cooling=cooling, available_fen=balance.available_fen
        )
    )
    context: dict[str, Any] = {
        "cards": cards,
        "balance": balance,
        "frozen": wallet_frozen(user),
        "halted": payouts_halted(),
        "unknown": unknown_of(user, on=today),
        "cooling_hours": rule_value("card.cooling", on=today)["hours"] if cooling else 0,
    }
    if request.method == "POST" and form.is_valid():
        amount_fen, card_number = form.cleaned_data["amount"], form.cleaned_data["card"]
        try:
            if is_confirmed:
                number = request_withdrawal(
                    actor=user,
                    card_number=card_number,
                    amount_fen=amount_fen,
                    key=form.key,
                )
                tasks.start(tasks.send_withdrawal, access_withdrawal(user, number).pk)
                return HttpResponseRedirect(reverse("withdrawal", args=[number]))
            card_for_withdrawals(user, card_number)
            return _confirm(request, form, context)
        except Refused as refusal:
            form = WithdrawalForm(request.POST, cards=cards, cooling=cooling)
            form.full_clean()
            form.add_refusal(refusal)
    elif is_confirmed:
        form = WithdrawalForm(request.POST, cards=cards, cooling=cooling)
    return render(request, "finance/customer/withdraw.html", {**context, "form": form})


def _confirm(request: HttpRequest, form: MoneyOrderForm, context: dict[str, Any]) -> HttpResponse:
    """Show what will leave the wallet, what arrives and where, before it is ordered."""
    facts = withdrawal_facts(
        balance=context["balance"],
        amount_fen=form.cleaned_data["amount"],
        card=next(card for card in context["cards"] if card.number == form.cleaned_data["card"]),
    )
    again = ConfirmedOrderForm(initial=form.cleaned_data, cards=context["cards"])
    return render(
        request, "finance/customer/withdraw_confirm.html", {**context, "form": again, "facts": facts}
    )


@customer
def deposit_status(request: PersonRequest, number: str) -> HttpResponse:
    """Say where a deposit stands; polled by its own page until it is final."""
    order = access_deposit(request.user, number)
    return _status(request, order)


@customer
def deposit_back(request: PersonRequest, number: str) -> HttpResponse:
    """Take a customer in who comes from the bank's page: what was done there, only the bank knows."""
    order = access_deposit(request.user, number)
    record_customer_back(actor=order.user, number=order.number)
    return HttpResponseRedirect(reverse("deposit", args=[order.number]))


@customer
def withdrawal_status(request: PersonRequest, number: str) -> HttpResponse:
    """Say where a withdrawal stands; polled by its own page until it is final."""
    order = access_withdrawal(request.user, number)
    return _status(request, order)


def _status(request: HttpRequest, order: Deposit | Withdrawal) -> HttpResponse:
    is_poll = request.headers.get("HX-Request") == "true"
    template = "finance/customer/_order.html" if is_poll else "finance/customer/order.html"
    story = tell_order(order)
    phase = story.phase_of(order)
    response = render(request, template, {"order": order, "story": story, "phase": phase})
    if is_poll and request.GET.get("seen") != phase:
        # The badge and the one action stand in the page's head: a change of state shows the whole page anew.
        response["HX-Refresh"] = "true"
    return response
