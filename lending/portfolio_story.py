"""How an investor's pages tell what is held, earned and expected."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.web.charts import Part, share_bar
from accounts.web.formats import rate, rate_down, yuan
from accounts.web.parts import Fact
from finance.queries.wallets import WalletBalance
from lending.domain import rates
from lending.domain.returns import TOO_SOON
from lending.goods.disclosed import goods_facts
from lending.labels import GRADE_HINTS, method_label, periods_label, purpose_label
from lending.models import Claim
from lending.queries.portfolio import ComingShare, Portfolio

SAME_DAY = gettext_lazy("All money moved on one day; a yearly return needs time to pass.")
NO_RATE: dict[str, Promise] = {
    rates.NO_FLOWS: SAME_DAY,
    rates.ALL_AT_ONCE: SAME_DAY,
    rates.NO_SIGN_CHANGE: gettext_lazy("Nothing would come back, so no yearly rate can be named."),
    rates.NO_SOLUTION: gettext_lazy("No yearly rate fits these payments."),
    rates.SEVERAL_SOLUTIONS: gettext_lazy("More than one yearly rate fits these payments, so none is named."),
    TOO_SOON: gettext_lazy("Too little time has passed for a yearly return that means anything."),
    rates.OUT_OF_REACH: gettext_lazy("Too short a time for a yearly rate that means anything."),
}


@dataclass(frozen=True)
class ShownReturn:
    """A return as it is shown: a percentage, or a dash and why."""

    value: str
    reason: str


@dataclass(frozen=True)
class ClaimRow:
    """One claim in the table, its overdue state never hidden."""

    claim: Claim
    purpose: str
    next_share: ComingShare | None
    status: str
    status_label: str


def show_return(rate: rates.Rate) -> ShownReturn:
    """Return a rate as words; a rate that is not unique is named with its reason."""
    if rate.value is None:
        return ShownReturn("—", str(NO_RATE.get(rate.reason or "", _("No yearly rate fits these payments."))))
    # Shown only, never above what it is; a thousandth of a millionth is float noise.
    return ShownReturn(rate_down(math.floor(rate.value * 1_000_000 + 1e-3)), "")


def holdings_chart(portfolio: Portfolio, wallet: WalletBalance) -> SafeString:
    """Draw where the money is: outstanding by grade, held for bids, and idle."""
    parts = [
        Part(_("Grade %(grade)s") % {"grade": row.grade}, row.outstanding_fen, tone)
        for tone, row in enumerate(portfolio.by_grade, start=1)
        if row.outstanding_fen
    ]
    if wallet.held_fen:
        parts.append(Part(_("Held for bids"), wallet.held_fen, 5))
    parts.append(Part(_("Free in the wallet"), wallet.available_fen, 6))
    return share_bar(_("Where is the money?"), parts)


def claim_rows(claims: Sequence[Claim], shares: Iterable[ComingShare], as_of: dt.date) -> list[ClaimRow]:
    """Return the rows of a table of claims, each with its next share."""
    following: dict[int, ComingShare] = {}
    for share in shares:
        if share.total_fen:
            following.setdefault(share.claim_id, share)
    return [
        ClaimRow(
            claim,
            purpose_label(claim.loan.application.purpose),
            following.get(claim.pk),
            *state_of(claim, as_of),
        )
        for claim in claims
    ]


def state_of(claim: Claim, as_of: dt.date) -> tuple[str, str]:
    """Return a claim's state and its word; an active claim in an overdue loan is overdue."""
    since = claim.loan.overdue_since_on
    if claim.status == Claim.Status.ACTIVE and since is not None and since < as_of:
        days = (as_of - since).days
        words = ngettext("Overdue for %(count)s day", "Overdue for %(count)s days", days)
        return "overdue", words % {"count": days}
    return claim.status, str(claim.get_status_display())


def claim_facts(claim: Claim) -> list[Fact]:
    """Return the facts of a claim's loan; of the borrower only what the listing disclosed."""
    loan = claim.loan
    told = loan.listing.disclosure
    return [
        Fact(_("Loan"), f"{loan.product_version.name} · {loan.number}"),
        Fact(_("Borrower"), told.get("name", "*"), _("The name is known to the platform.")),
        Fact(_("Purpose"), purpose_label(loan.application.purpose), told.get("purpose_text", "")),
        *goods_facts(loan.product_version, loan.application_id),
        Fact(_("Grade"), loan.grade, GRADE_HINTS.get(loan.grade, "")),
        Fact(_("Interest to lenders"), rate(loan.rate_ppm), _("a year, before any loss"), is_figure=True),
        Fact(_("Repayment"), method_label(loan.method)),
        Fact(_("Term"), periods_label(loan.periods)),
        Fact(_("Paid out on"), loan.disbursed_on.isoformat()),
        Fact(_("Ends on"), loan.matures_on.isoformat()),
        Fact(_("Principal of the whole loan"), yuan(loan.principal_fen), is_figure=True),
        Fact(_("Safeguards"), _("None: no guarantee and no collateral."), _("Fenqi advances nothing.")),
    ]


def coming_rows(shares: Sequence[ComingShare], as_of: dt.date) -> list[dict[str, Any]]:
    """Return a claim's share of every instalment that is not yet paid, with its state."""
    rows = []
    for share in shares:
        if share.due_on < as_of:
            status, label = "overdue", _("Overdue")
        elif share.due_on == as_of:
            status, label = "due", _("Due today")
        else:
            status, label = "upcoming", _("Upcoming")
        rows.append({"share": share, "status": status, "label": label})
    return rows
