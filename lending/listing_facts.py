"""What a listing says about the loan and the borrower."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import clock
from accounts.web.formats import rate, rate_up, yuan
from accounts.web.parts import Fact
from lending.goods.disclosed import goods_facts
from lending.labels import choice_label, income_band_label, method_label, periods_label, purpose_label
from lending.models import Application, Listing, ProductVersion
from lending.queries.quotes import Quote


def closes_at(listing: Listing) -> dt.datetime:
    """Return the moment after which no bid is taken: the end of the last day, in Shanghai."""
    return dt.datetime.combine(listing.closes_on + dt.timedelta(days=1), dt.time(), tzinfo=clock.SHANGHAI)


def loan_facts(listing: Listing, quote: Quote) -> list[Fact]:
    """Return the facts of the loan (RULES disclosure.loan)."""
    version = listing.product_version
    return [
        Fact(_("Loan"), f"{version.name} · {listing.number}"),
        Fact(_("Amount"), yuan(listing.amount_fen), is_figure=True),
        Fact(_("Interest to lenders"), rate(listing.rate_ppm), _("a year, before any loss"), is_figure=True),
        *_dealer_pays(quote),
        Fact(
            _("All-in rate of the borrower"),
            rate_up(quote.borrowers_side.all_in_ppm),
            _("a year, with every fee; the law allows %(cap)s") % {"cap": rate(quote.cap_ppm)},
            is_figure=True,
        ),
        Fact(_("Term"), periods_label(listing.periods)),
        Fact(_("Repayment"), method_label(listing.method)),
        Fact(_("Interest runs from"), _("the day the loan is paid out")),
        Fact(_("Purpose"), purpose_label(listing.purpose), listing.disclosure.get("purpose_text", "")),
        *goods_facts(version, listing.application_id),
        Fact(
            _("Source of repayment"),
            choice_label(Application.RepaymentSource, listing.disclosure.get("repayment_source", "")),
        ),
        late_fact(version),
        Fact(_("Safeguards"), _("None: no guarantee and no collateral."), _("Fenqi advances nothing.")),
    ]


def _dealer_pays(quote: Quote) -> list[Fact]:
    if not quote.dealer_interest_fen:
        return []
    hint = _(
        "set aside when the loan is paid out; the borrower pays none of it, and nobody guarantees the loan"
    )
    return [Fact(_("Interest, paid by the dealer"), yuan(quote.dealer_interest_fen), hint, is_figure=True)]


def late_fact(version: ProductVersion) -> Fact:
    """Return what late payment costs: the overdue rate, and from when on."""
    words = _("a year on overdue principal, after %(days)s days of grace") % {"days": version.grace_days}
    if version.overdue_most_ppm:
        most = {"words": words, "most": rate(version.overdue_most_ppm)}
        words = _("%(words)s; at most %(most)s of the late principal") % most
    return Fact(_("When paid late"), rate(version.overdue_rate_ppm), words, is_figure=True)


def disclosure_facts(listing: Listing) -> list[Fact]:
    """Return the facts of the borrower as they were frozen when the listing opened."""
    told = listing.disclosure
    months = told.get("employed_months")
    here = _("%(count)s, %(settled)s repaid, %(overdue)s overdue now") % {
        "count": told.get("loans_here", 0),
        "settled": told.get("loans_here_settled", 0),
        "overdue": told.get("overdue_here", 0),
    }
    return [
        Fact(_("Borrower"), told.get("name", "*"), _("A natural person; the name is known to the platform.")),
        Fact(_("Born in"), told.get("birth_year") or "—"),
        Fact(_("Employment"), choice_label(Application.Employment, told.get("employment", ""))),
        Fact(_("Industry"), choice_label(Application.Industry, told.get("industry", ""))),
        Fact(_("At this job for"), "—" if months is None else periods_label(months)),
        Fact(_("Income"), income_band_label(told.get("income_band_fen", [0, None])), is_figure=True),
        Fact(_("Paid on other debts a month"), yuan(told.get("monthly_debt_fen") or 0), is_figure=True),
        Fact(_("Owed elsewhere"), yuan(told.get("other_debt_fen") or 0), is_figure=True),
        Fact(_("Owed on other platforms"), yuan(told.get("other_platform_debt_fen") or 0), is_figure=True),
        # No bureau is asked yet: what is not known is said to be so.
        Fact(
            _("Overdue in the credit report, last 6 months"),
            told.get("credit_report_overdue", _("Not known: no credit report was fetched.")),
        ),
        Fact(_("Loans with us before"), here),
        Fact(_("Risk result"), _("Grade %(grade)s") % {"grade": listing.grade}),
    ]
