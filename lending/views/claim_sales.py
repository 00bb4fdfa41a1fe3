"""Selling one's claims: the preview, the offer, taking it down, and what was sold and bought."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.web.paging import page_by_key
from lending.claim_sales.obstacles import find_holding_obstacle, find_obstacle
from lending.claim_sales.quotes import OfferTerms, quote_part
from lending.claim_sales.rules import SaleRules, sale_rules
from lending.claim_sales.sale_story import sale_facts
from lending.claim_sales.story import (
    flow_rows,
    offer_rows,
    price_words,
    rule_lines,
    seller_facts,
    similar_words,
    trade_rows,
    valuation_words,
)
from lending.forms.claim_sale import ConfirmedSellForm, SellForm
from lending.models import Claim
from lending.policies import access_claim, access_claim_trade, access_own_claim_offer
from lending.queries.claim_market import offers_of, open_offer_of, similar_sales, trades_of
from lending.repayment.book import LoanBook, read_books
from lending.services.put_up_claim import check_offer, put_up_claim
from lending.services.take_down_offer import take_down_offer


@customer
def sell_claim(request: PersonRequest, number: str) -> HttpResponse:
    """Ask what to sell and at which price, show what it brings beside the fair value and holding, then offer it."""
    user, today = request.user, clock.today()
    found = access_claim(user, number)
    confirmed = None
    if request.method == "POST":
        confirmed = ConfirmedSellForm(request.POST)
        if confirmed.is_valid() and _put_up(request, found, confirmed):
            return redirect("claim_offers")
    context = {
        "claim": found,
        "on_offer": open_offer_of(found.pk),
        **_context(request, found, confirmed, today),
    }
    return render(request, "lending/customer/claim_sell.html", context)


def _put_up(request: PersonRequest, found: Claim, form: ConfirmedSellForm) -> bool:
    try:
        number = put_up_claim(
            claim=found,
            seller=request.user,
            amount_fen=form.cleaned_data["amount"],
            price_ppm=form.cleaned_data["price"],
            key=form.key,
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        return False
    messages.success(request, _("Offer %(number)s is in the market.") % {"number": number})
    return True


def _context(
    request: HttpRequest, found: Claim, confirmed: ConfirmedSellForm | None, today: dt.date
) -> dict[str, Any]:
    rules = sale_rules(today)
    if rules is None or not rules.is_open:
        return {"obstacle": _("Under the rules in force no claim is sold.")}
    context: dict[str, Any] = {"rule_lines": rule_lines(rules)}
    books = read_books([found.loan_id])
    book = books[0] if books else None
    refusal = find_obstacle(book, found, rules=rules, on=today) or find_holding_obstacle(found, rules, today)
    if book is None or refusal is not None:
        return {**context, "obstacle": str(refusal.message) if refusal else ""}
    similar = similar_sales(grade=found.loan.grade, on=today, days=rules.similar_days)
    context["similar"] = similar_words(similar, found.loan.grade, rules)
    asked = request.POST if confirmed is not None else request.GET
    is_asked = "amount" in asked
    form = SellForm(
        asked if is_asked else None, initial={"amount": found.outstanding_fen, "price": 1_000_000}
    )
    context["form"] = form
    if is_asked and form.is_valid():
        context |= _preview(found, book, form, confirmed, rules, today)
    return context


def _preview(
    found: Claim,
    book: LoanBook,
    form: SellForm,
    confirmed: ConfirmedSellForm | None,
    rules: SaleRules,
    today: dt.date,
) -> dict[str, Any]:
    """Return the figures of the offer that was asked for, or show at its field why it cannot be made."""
    amount_fen, price_ppm = form.cleaned_data["amount"], form.cleaned_data["price"]
    own = next(row for row in book.claims if row.pk == found.pk)
    try:
        terms: OfferTerms = check_offer(
            book, own, rules=rules, amount_fen=amount_fen, price_ppm=price_ppm, on=today
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        return {}
    quote = quote_part(book, own, terms, amount_fen, rules=rules, on=today)
    return {
        "quote": quote,
        "price": price_words(price_ppm),
        "facts": seller_facts(quote, terms.fee_ppm),
        "flows": flow_rows(quote, today),
        "valuation": valuation_words(quote),
        "confirm_form": confirmed or ConfirmedSellForm(initial={"amount": amount_fen, "price": price_ppm}),
    }


@customer
@require_GET
def claim_offers(request: PersonRequest) -> HttpResponse:
    """List the investor's own offers, newest first."""
    page = page_by_key(offers_of(request.user), request)
    return render(
        request, "lending/customer/claim_offers.html", {"page": page, "rows": offer_rows(page.rows)}
    )


@customer
@require_POST
def take_down(request: PersonRequest, number: str) -> HttpResponse:
    """Take an own offer off the market."""
    user = request.user
    offer = access_own_claim_offer(user, number)
    take_down_offer(offer=offer, seller=user)
    messages.success(request, _("Offer %(number)s is off the market.") % {"number": offer.number})
    return redirect("claim_offers")


@customer
@require_GET
def claim_trades(request: PersonRequest) -> HttpResponse:
    """List what the investor sold and bought, newest first."""
    user = request.user
    page = page_by_key(trades_of(user), request)
    return render(
        request, "lending/customer/claim_trades.html", {"page": page, "rows": trade_rows(page.rows, user.pk)}
    )


@customer
@require_GET
def claim_trade(request: PersonRequest, number: str) -> HttpResponse:
    """Show one sale to its seller or its buyer: every amount, and the entry it was posted in."""
    user = request.user
    sale = access_claim_trade(user, number)
    [row] = trade_rows([sale], user.pk)
    facts = sale_facts(sale, is_sale=row["is_sale"], amount_fen=row["amount_fen"])
    context = {"sale": sale, "row": row, "facts": facts}
    return render(request, "lending/customer/claim_trade.html", context)
