"""The words of the contract before it arises, with the figures of the offer in them."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.esign.wording import Wording, read_wording
from accounts.rules import rules
from accounts.web.formats import rate, rate_up, yuan
from lending.contracts.mandate import limits_from, vote_from
from lending.contracts.parts import vote_figures
from lending.labels import purpose_label
from lending.models import Application, GoodsOrder
from lending.offers import VERSION
from lending.product_terms import cooling_days_of
from lending.queries.quotes import Quote
from lending.texts import FOLDER

RULES = ("lpr", "rate.cap", "cooling.off", "restructure", "due.move", "holders.vote", "aml.large")


def draft_wording(
    application: Application, quote: Quote, order: GoodsOrder | None, *, text_version: str = VERSION
) -> Wording:
    """Return the contract as the borrower reads it with the offer, in the language of the page.

    A signed offer is read in the version of the text that was signed.
    """
    held = rules(RULES, on=quote.schedule.terms.disbursed_on)
    version = application.product_version
    figures: dict[str, Any] = {
        **limits_from(held["restructure"].value, held["due.move"].value),
        **vote_figures(vote_from(held["holders.vote"].value)),
        "site": settings.SITE_URL.rstrip("/"),
        "line": str(version.product.line),
        "principal": yuan(quote.amount_fen),
        "purpose": purpose_label(application.purpose),
        "disbursed_on": _("the day of payment"),
        "dealer": order.dealer.name if order is not None else "",
        "order": order.number if order is not None else "",
        "rate": rate(quote.rate_ppm),
        "all_in": rate_up(quote.all_in_ppm),
        "overdue": rate(min(version.overdue_rate_ppm, quote.cap_ppm)),
        "cap": rate(quote.cap_ppm),
        "cap_multiple": held["rate.cap"].value.get("lpr_multiple", 0),
        "lpr": rate(held["lpr"].value["one_year_ppm"]),
        "lpr_on": held["lpr"].valid_from_on.isoformat(),
        "grace_days": version.grace_days,
        "early_fee": rate(version.early_fee_ppm),
        "cooling_days": cooling_days_of(version, held["cooling.off"].value),
        "keep_years": held["aml.large"].value["keep_years"],
        "dealer_interest": yuan(quote.dealer_interest_fen) if quote.dealer_interest_fen else "",
    }
    return read_wording(FOLDER, text_version, get_language() or "zh-hans", figures)
