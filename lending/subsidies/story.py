"""How interest that a dealer pays is told beside the borrower's own costs."""

from django.utils.translation import gettext as _

from accounts.web.formats import rate, yuan
from accounts.web.parts import Fact, Why


def dealer_pays_fact(interest_fen: int, rate_ppm: int, why: Why | None = None) -> Fact:
    """Return the interest that the dealer pays, beside the customer's own 0 %."""
    hint = _("0 %% for you: the dealer pays the lenders their %(rate)s a year") % {"rate": rate(rate_ppm)}
    return Fact(_("Interest, paid by the dealer"), yuan(interest_fen), hint, is_figure=True, why=why)
