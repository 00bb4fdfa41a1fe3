"""Why the figures of a quote are what they are: each sum opens into the instalments of its schedule."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.web.formats import rate, yuan
from accounts.web.parts import Fact, Why, WhyLine
from lending.domain.schedule import Row
from lending.labels import version_words
from lending.models.product import ProductLine
from lending.queries.quotes import Quote
from lending.subsidies.story import dealer_pays_fact


def quote_facts(quote: Quote) -> list[Fact]:
    """Return the whole cost to the borrower in figures, the total last; what a dealer pays of it stands beside it."""
    whole, quote = quote, quote.borrowers_side
    by_instalment = _by_instalment(whole, lambda row: row.interest_fen, _terms(whole))
    dealer_fen = whole.dealer_interest_fen
    return [
        _paid_out_fact(quote),
        Fact(
            _("Interest"),
            yuan(quote.interest_fen),
            _("%(rate)s a year") % {"rate": rate(quote.rate_ppm)},
            is_figure=True,
            why=_by_instalment(quote, lambda row: row.interest_fen, _terms(quote)),
        ),
        *([dealer_pays_fact(dealer_fen, whole.rate_ppm, by_instalment)] if dealer_fen else []),
        Fact(
            _("Service fee"),
            yuan(quote.fee_fen),
            _("Due with each instalment."),
            is_figure=True,
            why=_by_instalment(quote, lambda row: row.fee_fen, _terms(quote)),
        ),
        Fact(_("Cost of the loan"), yuan(quote.cost_fen), is_figure=True, why=why_cost(quote)),
        Fact(
            _("You pay back in all"),
            yuan(quote.total_fen),
            is_figure=True,
            is_total=True,
            why=why_total(quote),
        ),
    ]


def why_cost(quote: Quote) -> Why:
    """Return interest and fees."""
    return Why(_cost_lines(quote))


def why_total(quote: Quote) -> Why:
    """Return what was received, and the cost."""
    paid_out = _paid_out_fact(quote)
    return Why([WhyLine(paid_out.label, paid_out.hint, quote.amount_fen, _terms(quote)), *_cost_lines(quote)])


def why_largest(quote: Quote) -> Why:
    """Return the parts of the largest instalment."""
    row = max(quote.schedule.instalments, key=lambda one: one.total_fen)
    words = _("no. %(n)s") % {"n": row.n}
    return Why(
        [
            WhyLine(_("Principal"), words, row.principal_fen, _terms(quote)),
            WhyLine(_("Interest"), words, row.interest_fen, _terms(quote)),
            WhyLine(_("Service fee"), words, row.fee_fen, _terms(quote)),
        ]
    )


def _paid_out_fact(quote: Quote) -> Fact:
    """Return the amount lent and who gets it: a goods loan goes to the dealer, never through the borrower's hands."""
    amount = yuan(quote.amount_fen)
    if quote.version.product.line == ProductLine.GOODS:
        words = _("Once you have accepted the goods; nothing is deducted from what counts as paid for you.")
        return Fact(_("The dealer receives for you"), amount, words, is_figure=True)
    return Fact(_("You receive"), amount, _("Nothing is deducted."), is_figure=True)


def _cost_lines(quote: Quote) -> list[WhyLine]:
    count = {"count": len(quote.schedule.instalments)}
    words = _("The sum of %(count)s instalments of the schedule.") % count
    return [
        WhyLine(_("Interest"), words, quote.interest_fen, _terms(quote)),
        WhyLine(_("Service fee"), words, quote.fee_fen, _terms(quote)),
    ]


def _by_instalment(quote: Quote, part: Callable[[Row], int], rule: str) -> Why:
    rows = quote.schedule.instalments
    lines = [
        WhyLine(_("no. %(n)s") % {"n": row.n}, row.due_on.isoformat(), part(row)) for row in rows if part(row)
    ]
    return Why(lines or [WhyLine(_("None"), "", 0, rule)])


def _terms(quote: Quote) -> str:
    return version_words(quote.version)
