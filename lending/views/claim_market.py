"""Claims on offer: the market, one offer with its figures, and the purchase."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from accounts.models import User
from accounts.queries import Suitability, current_suitability
from accounts.web.confirm_self import confirms_self
from accounts.web.formats import plain_yuan, yuan
from accounts.web.parts import Fact
from finance.queries.freezes import wallet_frozen
from finance.queries.wallets import wallet_balance
from lending.claim_sales.listing import MarketPage, read_market_page
from lending.claim_sales.obstacles import find_obstacle
from lending.claim_sales.quotes import PartQuote, quote_part, terms_of
from lending.claim_sales.rules import SaleRules, sale_rules
from lending.claim_sales.story import (
    accrued_words,
    buyer_facts,
    flow_rows,
    lateness,
    offer_facts,
    rule_lines,
    similar_words,
    valuation_words,
)
from lending.forms.claim_sale import BuyForm, ClaimFilterForm, PartForm
from lending.listing_facts import disclosure_facts
from lending.models import ClaimOffer
from lending.policies import access_claim_offer
from lending.portfolio_story import claim_facts
from lending.queries.claim_market import late_histories, market_totals, similar_sales
from lending.queries.exposure import held_of_loan, lent_in_all
from lending.repayment.book import LoanBook, read_books
from lending.risk_notice import notice_seconds, read_notice, sign_notice
from lending.services.buy_claim import buy_claim, is_same_person


@customer
@require_GET
def claim_market(request: PersonRequest) -> HttpResponse:
    """List claims on offer with price, fair value and yield, narrowed and sorted as asked."""
    today = clock.today()
    form = ClaimFilterForm(request.GET)
    form.is_valid()
    rules = sale_rules(today)
    found = read_market_page(request.GET, form.cleaned_data, rules, today) if rules else MarketPage()
    context = {
        "form": form,
        "market": found,
        "totals": market_totals(today),
        "is_open": rules is not None and rules.is_open,
        "rule_lines": rule_lines(rules) if rules else [],
    }
    return render(request, "lending/customer/claim_market.html", context)


@customer
@confirms_self("money")
def claim_offer(request: PersonRequest, number: str) -> HttpResponse:
    """Show one offer with everything known of the loan; a lender buys here, all that is left or a part."""
    user, today = request.user, clock.today()
    found = access_claim_offer(user, number)
    form = None
    if request.method == "POST":
        form = BuyForm(request.POST)
        if form.is_valid() and (bought := _buy(request, found, form)):
            return redirect("claim_trade", bought)
        found = access_claim_offer(user, number)
    return render(request, "lending/customer/claim_offer.html", _context(request, found, form, today))


def _buy(request: PersonRequest, found: ClaimOffer, form: BuyForm) -> str:
    buyer = request.user
    try:
        shown_at = read_notice(form.cleaned_data["notice"], investor=buyer, subject=found.number)
        number = buy_claim(
            buyer=buyer,
            offer_number=found.number,
            amount_fen=form.cleaned_data["amount"],
            shown_fen=form.cleaned_data["shown_fen"],
            notice_shown_at=shown_at,
            key=form.key,
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        return ""
    messages.success(
        request,
        _("The claim is yours: %(principal)s of principal for %(paid)s.")
        % {
            "principal": yuan(form.cleaned_data["amount"]),
            "paid": yuan(form.cleaned_data["shown_fen"]),
        },
    )
    return number


def _context(
    request: PersonRequest, found: ClaimOffer, form: BuyForm | None, today: dt.date
) -> dict[str, Any]:
    user = request.user
    words, is_late = lateness(found.loan, late_histories([found.loan_id]).get(found.loan_id), today)
    context: dict[str, Any] = {
        "offer": found,
        "is_own": found.seller_id == user.pk,
        "facts": claim_facts(found.claim),
        "disclosure_facts": disclosure_facts(found.loan.listing),
        "offer_facts": offer_facts(found, words, today),
        "is_late": is_late,
        "bound_form": form,
    }
    rules, books = sale_rules(today), read_books([found.loan_id])
    if found.status != ClaimOffer.Status.OPEN or rules is None or not books:
        return {**context, "obstacle": _("This offer has ended.")}
    [book] = books
    claim = next((row for row in book.claims if row.pk == found.claim_id), None)
    refusal = find_obstacle(book, claim, rules=rules, on=today) if claim else None
    if claim is None or refusal is not None:
        return {**context, "obstacle": str(refusal.message) if refusal else _("This offer has ended.")}
    part = PartForm(request.GET or {"amount": plain_yuan(found.left_fen)})
    part_fen = part.cleaned_data["amount"] if part.is_valid() else found.left_fen
    if part_fen > found.left_fen:
        part.add_error("amount", _("Only %(left)s is left of this offer.") % {"left": yuan(found.left_fen)})
        part_fen = found.left_fen
    quote = quote_part(book, claim, terms_of(found), part_fen, rules=rules, on=today)
    return {
        **context,
        "part_form": part,
        **_figures(found, book, quote, rules, today),
        **_buying(request, found, quote, form),
    }


def _figures(
    found: ClaimOffer, book: LoanBook, quote: PartQuote, rules: SaleRules, today: dt.date
) -> dict[str, Any]:
    similar = similar_sales(grade=found.loan.grade, on=today, days=rules.similar_days)
    return {
        "quote": quote,
        "buyer_facts": buyer_facts(quote, today),
        "flows": flow_rows(quote, today),
        "valuation": valuation_words(quote),
        "accrued": accrued_words(found.loan, quote, book.instalments[0].starts_on, today),
        "similar": similar_words(similar, found.loan.grade, rules),
    }


def _buying(
    request: PersonRequest, found: ClaimOffer, quote: PartQuote, form: BuyForm | None
) -> dict[str, Any]:
    """Return what this visitor needs to buy, or what is missing first."""
    user, today = request.user, clock.today()
    if is_same_person(user, found.seller):
        return {"missing": "own_claim"}
    if is_same_person(user, found.loan.borrower):
        return {"missing": "own_loan"}
    if user.identity_verified_at is None:
        return {"missing": "identity"}
    limits = current_suitability(user, today)
    if limits is None:
        return {"missing": "suitability"}
    if wallet_frozen(user) is not None:
        return {"missing": "frozen"}
    shown = {
        "amount": quote.principal_fen,
        "shown_fen": quote.paid_fen,
        "notice": sign_notice(user, found.number),
    }
    return {
        "missing": "",
        "buy_form": form or BuyForm(initial=shown),
        "seconds": notice_seconds(),
        "limit_facts": _limit_facts(user, found, limits),
    }


def _limit_facts(user: User, found: ClaimOffer, limits: Suitability) -> list[Fact]:
    balance = wallet_balance(user)
    loan_fen = max(0, limits.per_loan_fen - held_of_loan(user, found.loan))
    total_fen = max(0, limits.total_fen - lent_in_all(user))
    return [
        Fact(_("Available in your wallet"), yuan(balance.available_fen), is_figure=True),
        Fact(
            _("Your limits leave"),
            yuan(min(loan_fen, total_fen)),
            _("investor type %(type)s: %(loan)s on this loan, %(total)s in all")
            % {"type": limits.type_label, "loan": yuan(loan_fen), "total": yuan(total_fen)},
            is_figure=True,
        ),
    ]
