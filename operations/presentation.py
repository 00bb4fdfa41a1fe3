"""The figures of the company in words: labels, definitions, formats."""

import math
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.templatetags.ui import percent, thousands
from accounts.web.formats import rate_down
from accounts.web.parts import Fact
from finance.templatetags.money import yuan
from lending.domain.rates import Rate
from operations.queries.figures import BookFigures, LenderReturns


@dataclass(frozen=True)
class FactGroup:
    title: str
    facts: list[Fact]


def rate_text(rate: Rate) -> str:
    """Return a rate in percent with two places, a dash where there is none."""
    return "—" if rate.value is None else rate_down(math.floor(rate.value * 1_000_000 + 1e-3))


def return_facts(returns: LenderReturns) -> list[Fact]:
    """Return the lenders' return with and without losses, side by side."""
    return [
        Fact(
            _("Return if all open loans are repaid"),
            rate_text(returns.before_losses),
            hint=_("Effective annual rate of all money lent, received and still out."),
            is_figure=True,
        ),
        Fact(
            _("Return with overdue principal lost"),
            rate_text(returns.after_losses),
            hint=_("The same, with the whole principal of overdue loans counted as lost."),
            is_figure=True,
        ),
    ]


def disclosure_facts(figures: BookFigures) -> list[FactGroup]:
    """Return every figure of the disclosure with its definition, in groups."""
    return [
        FactGroup(_("Lending so far"), _lending(figures)),
        FactGroup(_("People"), _people(figures)),
        FactGroup(_("Overdue"), _overdue(figures)),
        FactGroup(_("Concentration and fees"), _concentration(figures)),
    ]


def _figure(label: Any, value: Any, hint: Any) -> Fact:
    return Fact(label, value, hint=hint, is_figure=True)


def _lending(figures: BookFigures) -> list[Fact]:
    return [
        _figure(_("Lent in all"), yuan(figures.lent_fen), _("Principal of every loan ever paid out.")),
        _figure(_("Loans in all"), thousands(figures.loan_count), _("Loans ever paid out.")),
        _figure(_("Balance"), yuan(figures.balance_fen), _("Principal not yet repaid.")),
        _figure(_("Open loans"), thousands(figures.open_count), _("Loans with principal not yet repaid.")),
        _figure(
            _("Interest balance"),
            yuan(figures.interest_balance_fen),
            _("Interest of open instalments, by contract."),
        ),
    ]


def _people(figures: BookFigures) -> list[Fact]:
    return [
        _figure(_("Lenders ever"), thousands(figures.lenders_ever), _("People who ever held a claim.")),
        _figure(_("Lenders now"), thousands(figures.lenders_now), _("People who hold an open claim.")),
        _figure(_("Borrowers ever"), thousands(figures.borrowers_ever), _("People who ever got a loan.")),
        _figure(_("Borrowers now"), thousands(figures.borrowers_now), _("People with an open loan.")),
    ]


def _overdue(figures: BookFigures) -> list[Fact]:
    return [
        _figure(
            _("Overdue amount"),
            yuan(figures.overdue_fen),
            _("Open principal of loans with an unpaid instalment."),
        ),
        _figure(_("Overdue loans"), thousands(figures.overdue_count), _("Loans with an unpaid instalment.")),
        _figure(
            _("Over 90 days"), yuan(figures.late_fen), _("Open principal of loans overdue for over 90 days.")
        ),
        _figure(_("Loans over 90 days"), thousands(figures.late_count), _("Loans overdue for over 90 days.")),
        _figure(
            _("Overdue rate by amount"),
            percent(figures.overdue_amount_rate_ppm),
            _("Overdue amount over balance."),
        ),
        _figure(
            _("Overdue rate by count"),
            percent(figures.overdue_count_rate_ppm),
            _("Overdue loans over open loans."),
        ),
        _figure(_("Compensation paid in all"), yuan(0), _("The platform advances and guarantees nothing.")),
    ]


def _concentration(figures: BookFigures) -> list[Fact]:
    return [
        _figure(
            _("Ten largest borrowers"),
            percent(figures.top_ten_share_ppm),
            _("Their open principal over the balance."),
        ),
        _figure(
            _("Largest borrower"),
            percent(figures.largest_share_ppm),
            _("Its open principal over the balance."),
        ),
        _figure(
            _("Fees of borrowers"), yuan(figures.fees_fen), _("Service and early-settlement fees ever paid.")
        ),
    ]
