"""How an investor's returns are told side by side, with what ended the flows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lending.domain.returns import Returns, Standing
from lending.portfolio_story import ShownReturn, show_return
from lending.queries.portfolio import Portfolio


@dataclass(frozen=True)
class ReturnRow:
    """Two returns of the same money."""

    name: str
    hint: str
    strict: ShownReturn
    estimate: ShownReturn
    standing: Standing


def return_rows(found: Portfolio, seasoned_months: int) -> list[ReturnRow]:
    """Return all loans without and with idle cash, then seasoned and young loans apart."""
    words = {"count": seasoned_months}
    older = ngettext(
        "Loans paid out at least %(count)s month ago",
        "Loans paid out at least %(count)s months ago",
        seasoned_months,
    )
    young = _standing_of_young(found)
    return [
        _row(_("Money lent"), _("All claims, without the wallet"), found.returns, found.standing),
        _row(
            _("Money lent and idle cash"),
            _("What you paid in and took out, the wallet counted as well"),
            found.with_idle,
            found.standing,
        ),
        _row(_("Seasoned loans"), older % words, found.seasoned, found.seasoned_standing),
        _row(_("Young loans"), _("They have had little time to be late"), found.young, young),
    ]


def _standing_of_young(found: Portfolio) -> Standing:
    pairs = zip(found.standing, found.seasoned_standing, strict=True)
    return Standing(*(whole - seasoned for whole, seasoned in pairs))


def _row(name: str, hint: str, returns: Returns, standing: Standing) -> ReturnRow:
    return ReturnRow(name, hint, show_return(returns.strict), show_return(returns.estimate), standing)
