"""Paying in and taking out, as every owner of a wallet does it; the pages of an audience add who may and the words."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.access import PersonRequest
from accounts.errors import Refused
from accounts.rules import rule_value
from finance import tasks
from finance.forms.wallet import ConfirmedOrderForm, MoneyOrderForm, WithdrawalForm
from finance.holders import unknown_of_holder
from finance.models import BankCard, Deposit, Withdrawal
from finance.order_story import tell_order
from finance.policies import access_deposit, access_withdrawal, card_for_withdrawals
from finance.queries.cards import cooling_cards
from finance.queries.freezes import wallet_frozen
from finance.queries.halts import payouts_halted
from finance.queries.movements import latest_movements
from finance.queries.orders import open_orders
from finance.queries.wallets import wallet_balance
from finance.services.record_customer_back import record_customer_back
from finance.services.request_deposit import request_deposit
from finance.services.request_withdrawal import request_withdrawal
from finance.wallet_pages import WalletPages
from finance.withdrawal_terms import withdrawal_facts

LATEST = 8
COMPANY_LABELS = {"card": _("Settlement account")}


def show_wallet(request: PersonRequest, pages: WalletPages, context: dict[str, Any]) -> HttpResponse:
    """Show the balance, what is under way, and the latest movements."""
    user = request.user
    shared = {
        "pages": pages,
        "balance": wallet_balance(user),
        "frozen": wallet_frozen(user),
        "halted": payouts_halted(),
        "orders": open_orders(user),
        "lines": latest_movements(user, LATEST),
    }
    return render(request, f"{pages.folder}/wallet.html", {**shared, **context})


def pay_in(
    request: PersonRequest, pages: WalletPages, cards: list[BankCard], context: dict[str, Any]
) -> HttpResponse:
    """Order a deposit and go on to its page."""
    user = request.user
    form = MoneyOrderForm(request.POST or None, cards=cards, labels=_labels(pages))
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
            return HttpResponseRedirect(order.bank_page_url if is_ready else pages.order_url(order))
    shared = {"pages": pages, "form": form, "cards": cards, "balance": wallet_balance(user)}
    return render(request, f"{pages.folder}/deposit.html", {**shared, **context})


def take_out(
    request: PersonRequest, pages: WalletPages, cards: list[BankCard], context: dict[str, Any]
) -> HttpResponse:
    """Take money out in two steps: the amount, then the figures and the confirmation."""
    user = request.user
    is_confirmed = request.POST.get("confirmed") == "yes"
    today = clock.today()
    cooling = cooling_cards(user, on=today)
    balance = wallet_balance(user)
    known: dict[str, Any] = {"cards": cards, "cooling": cooling, "labels": _labels(pages)}
    # A confirmation goes to the service: sent twice, it finds the first withdrawal.
    form: MoneyOrderForm = (
        ConfirmedOrderForm(request.POST, cards=cards)
        if is_confirmed
        else WithdrawalForm(request.POST or None, available_fen=balance.available_fen, **known)
    )
    shared: dict[str, Any] = {
        "pages": pages,
        "cards": cards,
        "balance": balance,
        "frozen": wallet_frozen(user),
        "halted": payouts_halted(),
        "unknown": unknown_of_holder(user, on=today),
        "cooling_hours": rule_value("card.cooling", on=today)["hours"] if cooling else 0,
        **context,
    }
    if request.method == "POST" and form.is_valid():
        amount_fen, card_number = form.cleaned_data["amount"], form.cleaned_data["card"]
        try:
            if is_confirmed:
                number = request_withdrawal(
                    actor=user, card_number=card_number, amount_fen=amount_fen, key=form.key
                )
                order = access_withdrawal(user, number)
                tasks.start(tasks.send_withdrawal, order.pk)
                return HttpResponseRedirect(pages.order_url(order))
            card_for_withdrawals(user, card_number)
            return _confirm(request, pages, form, shared)
        except Refused as refusal:
            form = WithdrawalForm(request.POST, **known)
            form.full_clean()
            form.add_refusal(refusal)
    elif is_confirmed:
        form = WithdrawalForm(request.POST, **known)
    return render(request, f"{pages.folder}/withdraw.html", {**shared, "form": form})


def _confirm(
    request: PersonRequest, pages: WalletPages, form: MoneyOrderForm, context: dict[str, Any]
) -> HttpResponse:
    """Show what will leave the wallet, what arrives and where, before it is ordered."""
    facts = withdrawal_facts(
        balance=context["balance"],
        amount_fen=form.cleaned_data["amount"],
        card=next(card for card in context["cards"] if card.number == form.cleaned_data["card"]),
        is_company=pages.is_company,
    )
    again = ConfirmedOrderForm(initial=form.cleaned_data, cards=context["cards"])
    return render(
        request, f"{pages.folder}/withdraw_confirm.html", {**context, "form": again, "facts": facts}
    )


def come_back(request: PersonRequest, pages: WalletPages, number: str) -> HttpResponse:
    """Take somebody in who comes from the bank's page: what was done there, only the bank knows."""
    order = access_deposit(request.user, number)
    record_customer_back(actor=request.user, number=order.number)
    return HttpResponseRedirect(pages.order_url(order))


def show_order(
    request: PersonRequest,
    pages: WalletPages,
    order: Deposit | Withdrawal,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Say where an order stands; polled by its own page until it is final."""
    is_poll = request.headers.get("HX-Request") == "true"
    template = "finance/customer/_order.html" if is_poll else f"{pages.folder}/order.html"
    story = tell_order(order, pages)
    phase = story.phase_of(order)
    shared = {"pages": pages, "order": order, "story": story, "phase": phase}
    response = render(request, template, {**shared, **(context or {})})
    if is_poll and request.GET.get("seen") != phase:
        # The badge and the one action stand in the page's head: a change of state shows the whole page anew.
        response["HX-Refresh"] = "true"
    return response


def _labels(pages: WalletPages) -> dict[str, Any]:
    return COMPANY_LABELS if pages.is_company else {}
