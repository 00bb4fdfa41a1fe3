"""The market: what is open, one listing, and the bid."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import clock
from accounts.access import public
from accounts.errors import Refused
from accounts.queries import current_suitability
from accounts.rules import rules
from accounts.web.charts import bar_chart
from accounts.web.confirm_self import confirms_self
from accounts.web.formats import yuan
from accounts.web.parts import Fact, Why, WhyLine
from accounts.web.tables.ordering import page_in_order
from finance.queries.freezes import wallet_frozen
from finance.queries.wallets import wallet_balance
from lending.claim_sales.rules import CODES, SaleRules, rules_from
from lending.claim_sales.story import similar_words
from lending.contracts.mandate import limits_from, mandate_wording, terms_hash
from lending.forms.market import BidForm, MarketFilterForm
from lending.goods.disclosed import sellers_of
from lending.labels import GRADE_HINTS, METHOD_HINTS, method_label, periods_label, purpose_label
from lending.listing_facts import closes_at, disclosure_facts, loan_facts
from lending.models import Listing
from lending.policies import access_listing
from lending.queries.claim_market import similar_sales
from lending.queries.exposure import lent_by
from lending.queries.market import ORDERS, dealers_in_market, open_by_grade, open_listings
from lending.queries.quotes import quote_loan
from lending.rate_cap import cap_from
from lending.risk_notice import read_notice, sign_notice
from lending.services.place_bid import place_bid

RULES = ("rate.cap", "lpr", "risk.popup", "restructure", "due.move", *CODES)


@public
def market(request: HttpRequest) -> HttpResponse:
    """List what takes bids, with what is open by grade."""
    form = MarketFilterForm(request.GET, dealers=dealers_in_market())
    form.is_valid()
    wanted = dict(form.cleaned_data)
    order = ORDERS[wanted.pop("sort", "")]
    page = page_in_order(open_listings(**wanted), request, order)
    grades = open_by_grade()
    chart = bar_chart(
        _("What is left to fund, by grade?"),
        [row["grade"] for row in grades],
        [row["left_fen"] for row in grades],
        sentence=_("Amounts still open in the listings of each grade."),
    )
    context = {
        "form": form,
        "page": page,
        "cards": _cards(page.rows),
        "chart": chart if grades else "",
        "open_count": sum(row["count"] for row in grades),
        "open_fen": sum(row["left_fen"] for row in grades),
        "grade_hints": list(GRADE_HINTS.items()),
        "today": clock.today(),
    }
    return render(request, "lending/public/market.html", context)


@public
@confirms_self("money")
def listing(request: HttpRequest, number: str) -> HttpResponse:
    """Show one listing with everything that is disclosed; a signed-in investor bids here."""
    found = access_listing(request.user, number)
    form = None
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect("account_login")
        form = BidForm(request.POST, listing=found)
        if form.is_valid() and _bid(request, found, form):
            return redirect("bids")
    return render(request, "lending/public/listing.html", _context(request, found, form))


def _bid(request: HttpRequest, found: Listing, form: BidForm) -> bool:
    investor: Any = request.user
    try:
        shown_at = read_notice(form.cleaned_data["notice"], investor=investor, subject=found.number)
        number = place_bid(
            investor=investor,
            listing_number=found.number,
            amount_fen=form.cleaned_data["amount"],
            notice_shown_at=shown_at,
            key=form.key,
            shown_hash=form.cleaned_data["terms"],
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        found.refresh_from_db()
        return False
    messages.success(
        request,
        _("Bid %(number)s is placed: %(amount)s is held until the loan is paid out.")
        % {"number": number, "amount": yuan(form.cleaned_data["amount"])},
    )
    return True


def _cards(rows: Sequence[Listing]) -> list[dict[str, Any]]:
    sellers = sellers_of(found.application_id for found in rows)
    return [_card(found, sellers.get(found.application_id, "")) for found in rows]


def _card(found: Listing, seller: str) -> dict[str, Any]:
    return {
        "listing": found,
        "purpose": purpose_label(found.purpose),
        "term": periods_label(found.periods),
        "method": method_label(found.method),
        "closes_at": closes_at(found),
        "seller": seller,
    }


def _context(request: HttpRequest, found: Listing, form: BidForm | None) -> dict[str, Any]:
    today = clock.today()
    held = {code: version.value for code, version in rules(RULES, on=today).items()}
    quote = quote_loan(
        found.product_version,
        amount_fen=found.amount_fen,
        rate_ppm=found.rate_ppm,
        periods=found.periods,
        method=found.method,
        on=today,
        cap_ppm=cap_from(held["rate.cap"], held["lpr"]),
    )
    return {
        "listing": found,
        "today": today,
        "quote": quote,
        "rows": quote.schedule.instalments,
        "purpose": purpose_label(found.purpose),
        "loan_facts": loan_facts(found, quote),
        "disclosure_facts": disclosure_facts(found),
        "disclosed_on": dt.date.fromisoformat(found.disclosure["disclosed_on"]),
        "grade_hint": GRADE_HINTS.get(found.grade, ""),
        "method_hint": METHOD_HINTS.get(found.method, ""),
        "takes_bids": found.takes_bids_on(today),
        "closes_at": closes_at(found),
        "seconds": held["risk.popup"]["seconds"],
        "similar": _similar(found, rules_from(held), today),
        **_bidding(request, found, form, {**held, "today": today}),
    }


def _similar(found: Listing, sale: SaleRules, today: dt.date) -> str:
    """Return how long similar claims took to sell: the exit before the entrance."""
    similar = similar_sales(grade=found.grade, on=today, days=sale.similar_days)
    return similar_words(similar, found.grade, sale)


def _bidding(
    request: HttpRequest, found: Listing, form: BidForm | None, held: dict[str, Any]
) -> dict[str, Any]:
    """Return what this visitor needs for a bid, or what is missing first."""
    user: Any = request.user
    today = held["today"]
    if not (user.is_authenticated and user.is_customer) or not found.takes_bids_on(today):
        return {"obstacle": "" if user.is_authenticated else "sign_in"}
    if user.pk == found.borrower_id:
        return {"obstacle": "own_loan"}
    if user.identity_verified_at is None:
        return {"obstacle": "identity"}
    limits = current_suitability(user, today)
    if limits is None:
        return {"obstacle": "suitability"}
    if wallet_frozen(user) is not None:
        return {"obstacle": "frozen"}
    balance = wallet_balance(user)
    lent = lent_by(user, found.pk)
    most_fen = max(
        0,
        min(
            found.remaining_fen,
            balance.available_fen,
            limits.per_loan_fen - lent.to_listing_fen,
            limits.total_fen - lent.in_all_fen,
        ),
    )
    step = found.product_version.bid_step_fen
    mandate = limits_from(held["restructure"], held["due.move"])
    shown = {"notice": sign_notice(user, found.number), "terms": terms_hash(found, mandate)}
    return {
        "obstacle": "",
        "mandate": mandate_wording(mandate, get_language() or "zh-hans"),
        "bid_form": form or BidForm(initial=shown, listing=found),
        "bid_facts": [
            Fact(_("Available in your wallet"), yuan(balance.available_fen), is_figure=True),
            Fact(
                _("Your limit on one loan"),
                yuan(limits.per_loan_fen),
                _("Investor type %(type)s; %(here)s bid here so far")
                % {"type": limits.type_label, "here": yuan(lent.to_listing_fen)},
                is_figure=True,
            ),
            Fact(
                _("Your limit in all"),
                yuan(limits.total_fen),
                _("%(lent)s lent or bid so far") % {"lent": yuan(lent.in_all_fen)},
                is_figure=True,
            ),
            Fact(
                _("You can bid up to"),
                yuan(most_fen - most_fen % step),
                is_figure=True,
                is_total=True,
                why=_why_most(most_fen, step),
            ),
        ],
    }


def _why_most(most_fen: int, step_fen: int) -> Why:
    words = _("The smallest of what is left in the listing, your free money, and what your two limits leave.")
    lines = [WhyLine(_("Smallest of the four"), words, most_fen)]
    if most_fen % step_fen:
        steps = _("Bids are made in steps of %(step)s.") % {"step": yuan(step_fen)}
        lines.append(WhyLine(_("Rounded down"), steps, -(most_fen % step_fen)))
    return Why(lines)
