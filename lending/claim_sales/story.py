"""Claims for sale in words and rows: what is on offer, what it costs, brings and is worth."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.web.formats import percent, rate, yuan
from accounts.web.parts import Fact
from finance.domain.money import PPM, divide_half_up, round_half_up
from lending.claim_sales.quotes import PartQuote
from lending.claim_sales.rules import SaleRules
from lending.domain.claim_sales import value_flows
from lending.labels import GRADE_HINTS, purpose_label
from lending.models import ClaimOffer, ClaimSale, Loan
from lending.portfolio_story import ShownReturn, show_return
from lending.queries.claim_market import LateHistory, SimilarSales

# A yearly yield of fewer days than these says little: it stands with how many days it is.
SHORT_DAYS = 31

END_REASONS: dict[str, Promise] = {
    "sold_out": gettext_lazy("All of it was sold."),
    "taken_down": gettext_lazy("You took it down."),
    "ran_out": gettext_lazy("It was not sold in its time."),
    "loan_paid": gettext_lazy("The borrower paid early, so what was on offer changed."),
    "loan_redrawn": gettext_lazy("The loan's schedule was drawn anew."),
    "loan_held": gettext_lazy("Something about the loan is being looked into."),
    "wallet_frozen": gettext_lazy("Your wallet was frozen."),
}


@dataclass(frozen=True)
class OfferCard:
    """One offer in the market, for all that is left of it; how late its loan is and was stands on it."""

    offer: ClaimOffer
    purpose: str
    quote: PartQuote
    price: str
    fair_price: str
    rate: ShownReturn
    days_left: int
    is_short: bool
    lateness: str
    is_late: bool


@dataclass(frozen=True)
class FlowRow:
    """What one due date brings the buyer: by contract, expected, and what that is worth today; fen."""

    due_on: dt.date
    days: int
    contracted_fen: int
    expected_fen: int
    worth_fen: int


def price_words(price_ppm: int) -> str:
    """Return a price with what it is: par, a discount or a premium."""
    shown = rate(price_ppm)
    if price_ppm == PPM:
        return _("%(price)s, at par") % {"price": shown}
    if price_ppm < PPM:
        return _("%(price)s, discount %(off)s") % {"price": shown, "off": rate(PPM - price_ppm)}
    return _("%(price)s, premium %(on)s") % {"price": shown, "on": rate(price_ppm - PPM)}


def fair_price(quote: PartQuote) -> str:
    """Return the fair value without accrued interest in percent of the principal, to be set beside the price."""
    return percent(divide_half_up(quote.clean_fair_fen * PPM, quote.principal_fen))


def lateness(loan: Loan, history: LateHistory | None, on: dt.date) -> tuple[str, bool]:
    """Return how late a loan is and was, and whether it ever was; never silent."""
    days = (on - loan.overdue_since_on).days if loan.overdue_since_on else 0
    now = ngettext("%(count)s day past due now", "%(count)s days past due now", days) % {"count": days}
    if history is None:
        return _("%(now)s; never paid late so far") % {"now": now}, bool(days)
    words = ngettext(
        "%(now)s; paid late %(times)s time so far, at most %(days)s days",
        "%(now)s; paid late %(times)s times so far, at most %(days)s days",
        history.times,
    )
    return words % {"now": now, "times": history.times, "days": history.worst_days}, True


def offer_card(offer: ClaimOffer, quote: PartQuote, history: LateHistory | None, on: dt.date) -> OfferCard:
    """Return one offer as the market shows it."""
    words, is_late = lateness(offer.loan, history, on)
    return OfferCard(
        offer=offer,
        purpose=purpose_label(offer.loan.application.purpose),
        quote=quote,
        price=rate(offer.price_ppm),
        fair_price=fair_price(quote),
        rate=show_return(quote.rate),
        days_left=(offer.loan.matures_on - on).days,
        is_short=(offer.loan.matures_on - on).days < SHORT_DAYS,
        lateness=words,
        is_late=is_late,
    )


def offer_facts(offer: ClaimOffer, late_words: str, on: dt.date) -> list[Fact]:
    """Return what a buyer knows of an offer beside the loan itself; who sells is not told."""
    loan = offer.loan
    return [
        Fact(
            _("Left of this offer"),
            yuan(offer.left_fen),
            _("of %(all)s") % {"all": yuan(offer.amount_fen)},
            True,
        ),
        Fact(_("Asking price"), price_words(offer.price_ppm), _("of the principal, accrued interest on top")),
        Fact(_("Grade"), loan.grade, GRADE_HINTS.get(loan.grade, "")),
        Fact(_("Lateness"), late_words),
        Fact(_("Last due date"), loan.matures_on.isoformat(), days_words((loan.matures_on - on).days)),
        Fact(_("On offer since"), offer.put_up_on.isoformat()),
        Fact(_("On offer until"), offer.until_on.isoformat(), _("or until the borrower pays early")),
    ]


def days_words(days: int) -> str:
    """Return a number of days."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def _yield_words(quote: PartQuote, on: dt.date) -> str:
    days = (quote.flows[-1].due_on - on).days
    if days < SHORT_DAYS:
        gained_fen = round_half_up(sum(flow.amount_fen for flow in quote.flows)) - quote.paid_fen
        return _("a year, worked out from %(days)s only: it brings %(gained)s in all, if paid on time") % {
            "days": days_words(days),
            "gained": yuan(gained_fen, sign=True),
        }
    return _("a year, if everything is paid on time; before losses and tax")


def buyer_facts(quote: PartQuote, on: dt.date) -> list[Fact]:
    """Return what a part costs and is worth, the price first and what leaves the wallet as the total."""
    return [
        Fact(_("Principal"), yuan(quote.principal_fen), is_figure=True),
        Fact(_("Price of it"), yuan(quote.price_fen), is_figure=True),
        Fact(
            _("Accrued interest"),
            yuan(quote.accrued_fen),
            _("since the last due date; the whole next interest is then yours"),
            is_figure=True,
        ),
        Fact(_("You pay"), yuan(quote.paid_fen), is_figure=True, is_total=True),
        Fact(
            _("Fair value"),
            yuan(quote.fair_fen),
            _("estimated, accrued interest in it: %(difference)s against what you pay")
            % {"difference": yuan(quote.fair_fen - quote.paid_fen, sign=True)},
            is_figure=True,
        ),
        Fact(
            _("Your yield (XIRR)"),
            show_return(quote.rate).value,
            show_return(quote.rate).reason or _yield_words(quote, on),
            is_figure=True,
        ),
    ]


def seller_facts(quote: PartQuote, fee_ppm: int) -> list[Fact]:
    """Return what a seller gets and bears, and what leaving it alone would bring."""
    last_on = quote.flows[-1].due_on
    contracted_fen = round_half_up(sum(flow.amount_fen for flow in quote.flows))
    facts = [
        Fact(_("Price of the principal"), yuan(quote.price_fen), is_figure=True),
        Fact(_("Accrued interest"), yuan(quote.accrued_fen), _("if it is sold today"), is_figure=True),
        Fact(
            _("Fee of the sale"),
            yuan(-quote.fee_fen),
            _("%(fee)s of the price, VAT included") % {"fee": rate(fee_ppm)},
            is_figure=True,
        ),
        Fact(_("Service fee on the accrued interest"), yuan(-quote.interest_fee_fen), is_figure=True),
        Fact(_("Tax withheld on the accrued interest"), yuan(-quote.interest_tax_fen), is_figure=True),
        Fact(_("You receive"), yuan(quote.proceeds_fen), is_figure=True, is_total=True),
        Fact(
            _("Fair value"),
            yuan(quote.fair_fen),
            _("estimated; you would receive %(difference)s against it")
            % {"difference": yuan(quote.proceeds_fen - quote.fair_fen, sign=True)},
            is_figure=True,
        ),
        Fact(
            _("If you hold it instead"),
            yuan(contracted_fen),
            _("by contract until %(day)s, before losses") % {"day": last_on.isoformat()},
            is_figure=True,
        ),
    ]
    return facts


def flow_rows(quote: PartQuote, on: dt.date) -> list[FlowRow]:
    """Return line by line what comes to the buyer and what it is worth: why the fair value is what it is."""
    return [
        FlowRow(
            line.due_on,
            line.days,
            round_half_up(line.contracted_fen),
            round_half_up(line.expected_fen),
            round_half_up(line.worth_fen),
        )
        for line in value_flows(quote.flows, on, quote.expected)
    ]


def valuation_words(quote: PartQuote) -> str:
    """Return the rule of the fair value with its figures."""
    expected = quote.expected
    return _(
        "Expected = contracted × (1 − %(loss)s × %(default)s × days / 365). "
        "Worth today = expected / (1 + %(discount)s × days / 365). Rule claim.value; an estimate, not a promise."
    ) % {
        "loss": rate(expected.loss_ppm),
        "default": rate(expected.default_ppm),
        "discount": rate(expected.discount_ppm),
    }


def accrued_words(loan: Loan, quote: PartQuote, since_on: dt.date, on: dt.date) -> str:
    """Return why the accrued interest is what it is."""
    return _(
        "Interest of the running period from %(since)s to %(day)s, counted as an early settlement of that day would be "
        "(%(rate)s a year, day count %(count)s), shared by what each claim had outstanding when the period began."
    ) % {
        "since": since_on.isoformat(),
        "day": on.isoformat(),
        "rate": rate(loan.rate_ppm),
        "count": loan.schedule_terms.day_count,
    }


def similar_words(found: SimilarSales, grade: str, rules: SaleRules) -> str:
    """Return how long similar claims took to sell, honest where there are too few to say."""
    if found.ended < rules.similar_min or found.median_days is None:
        return _(
            "Too few claims of grade %(grade)s were offered in the last %(days)s days to say how long a sale takes: "
            "%(sold)s sold, %(unsold)s not."
        ) % {"grade": grade, "days": rules.similar_days, "sold": found.sold, "unsold": found.unsold}
    return _(
        "In the last %(days)s days %(sold)s of %(ended)s offers of claims of grade %(grade)s were sold out; half of "
        "those within %(median)s. Not promised: whether and when yours sells depends on buyers."
    ) % {
        "days": rules.similar_days,
        "sold": found.sold,
        "ended": found.ended,
        "grade": grade,
        "median": days_words(max(1, found.median_days)),
    }


def rule_lines(rules: SaleRules) -> list[str]:
    """Return the rules of selling as the page tells them."""
    tiers = [
        _("%(fee)s from %(days)s days of holding") % {"fee": rate(tier.fee_ppm), "days": tier.held_days}
        for tier in rules.fee_tiers
    ]
    return [
        _("Held for at least %(days)s days.") % {"days": rules.min_held_days},
        _("Until %(days)s days before the loan's next due date.") % {"days": rules.min_days_before_due},
        _("Price from %(least)s to %(most)s of the principal; each part at least %(part)s.")
        % {
            "least": rate(rules.price_min_ppm),
            "most": rate(rules.price_max_ppm),
            "part": yuan(rules.part_min_fen),
        },
        _("Fee of the seller, of the price: %(tiers)s.") % {"tiers": ", ".join(tiers)},
        _("The buyer pays no fee. Claims are sold one by one, never packaged, and to lenders only."),
        _("Automatic investing buys no claims: each purchase is your own decision."),
    ]


def trade_rows(sales: Iterable[ClaimSale], user_id: int) -> list[dict[str, Any]]:
    """Return somebody's sales and purchases, each with what it brought or took."""
    rows = []
    for sale in sales:
        is_sale = sale.seller_id == user_id
        rows.append(
            {
                "sale": sale,
                "is_sale": is_sale,
                "claim": sale.claim if is_sale else sale.bought_claim,
                "amount_fen": sale.proceeds_fen if is_sale else -sale.paid_fen,
                "costs_fen": sale.costs_fen if is_sale else 0,
            }
        )
    return rows


def offer_rows(offers: Sequence[ClaimOffer]) -> list[dict[str, Any]]:
    """Return a seller's offers with why they ended."""
    return [
        {
            "offer": offer,
            "price": rate(offer.price_ppm),
            "reason": str(END_REASONS.get(offer.end_reason, "")) if offer.end_reason != "sold_out" else "",
        }
        for offer in offers
    ]
