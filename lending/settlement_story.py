"""What closes a loan on a date, line by line, and what it saves."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.formats import rate, yuan
from accounts.web.parts import Fact, Why, WhyLine
from lending.domain.settlement import Settlement, SettlementLine
from lending.instalment_story import under_version
from lending.queries.loans import LoanFile
from lending.repayment.book import LoanBook
from lending.repayment.dues import borrower_settlement_of

LABELS: dict[str, Promise] = {
    "principal_due": gettext_lazy("Principal due"),
    "interest_due": gettext_lazy("Interest due"),
    "fee_due": gettext_lazy("Service fee due"),
    "overdue_interest": gettext_lazy("Overdue interest"),
    "principal_early": gettext_lazy("Principal not yet due"),
    "interest_carried": gettext_lazy("Interest carried over"),
    "interest_used": gettext_lazy("Interest for the days used"),
    "interest_paid_ahead": gettext_lazy("Interest already paid"),
    "interest_of_dealer": gettext_lazy("Interest the dealer pays"),
    "fee_used": gettext_lazy("Service fee for the days used"),
    "early_fee": gettext_lazy("Early settlement fee"),
}
RULES: dict[str, Promise] = {
    "overdue_interest": gettext_lazy("Civil Code, article 676"),
    "interest_used": gettext_lazy("Civil Code, article 677: interest runs for the days used and no longer"),
    "fee_used": gettext_lazy("Counted like the interest, by the days used"),
    "early_fee": gettext_lazy("Your contract, named in the quote"),
}


@dataclass(frozen=True)
class SettlementStory:
    """The figure that closes a loan on a day, its lines, and what the schedule would ask beyond it; fen."""

    settlement: Settlement
    lines: list[WhyLine]
    scheduled_fen: int
    assumed_fen: int

    @property
    def total_fen(self) -> int:
        return self.settlement.total_fen

    @property
    def saved_fen(self) -> int:
        """Interest and fees that need not be paid, less the early fee; never shown as a loss of money."""
        return max(0, self.scheduled_fen - self.total_fen)

    @property
    def why_saved(self) -> Why:
        """Return what the schedule would still ask, less what closes the loan."""
        asked = _("Every instalment that is still to be paid, with its interest and fees.")
        closed = _("Interest and fees of the days used only; Civil Code, article 677")
        return Why(
            [
                WhyLine(_("By the schedule"), asked, self.scheduled_fen),
                WhyLine(_("Closes the loan"), closed, -self.total_fen),
            ]
        )


def tell_settlement(file: LoanFile, on: dt.date) -> SettlementStory:
    """Return what closes an active loan on a day, today or later.

    For a later day everything due before it is taken as paid on its day: only then is the day an early settlement.
    """
    rows = file.book.instalments
    kept = [row for row in rows if on == file.as_of or row.due_on >= on]
    scheduled_fen = sum(row.borrower_unpaid_fen for row in kept)
    assumed_fen = sum(row.borrower_unpaid_fen for row in rows) - scheduled_fen
    book = LoanBook(file.loan, kept, [], file.payments, file.book.principal_payments)
    settlement = borrower_settlement_of(book, on)
    lines = under_version(file.loan.product_version, why_lines(settlement))
    return SettlementStory(settlement, lines, scheduled_fen, assumed_fen)


def why_lines(settlement: Settlement) -> list[WhyLine]:
    """Return the lines of a settlement in words; they sum to it."""
    return [_line(line) for line in settlement.lines]


def _line(line: SettlementLine) -> WhyLine:
    return WhyLine(_label(line), _sum(line), line.amount_fen, RULES.get(line.code, ""))


def _label(line: SettlementLine) -> Any:
    if line.code in {"principal_early", "early_fee"}:
        return LABELS[line.code]
    return _("%(part)s, no. %(n)s") % {"part": LABELS[line.code], "n": line.n}


def _sum(line: SettlementLine) -> str:
    values = {
        "base": yuan(line.base_fen),
        "rate": rate(line.rate_ppm),
        "share": line.share,
        "year": line.year_base,
        "days": line.days,
        "period": line.period_days,
    }
    if line.rate_ppm and line.year_base:
        return _("%(base)s × %(rate)s a year × %(share)s/%(year)s (%(days)s of %(period)s days)") % values
    if line.rate_ppm:
        return _("%(base)s × %(rate)s") % values
    if line.period_days:
        return _("%(base)s × %(days)s of %(period)s days") % values
    return ""


def settlement_facts(story: SettlementStory, free_fen: int) -> list[Fact]:
    """Return the figures that are named before a loan is closed."""
    settlement = story.settlement
    facts = [
        Fact(_("Principal"), yuan(settlement.principal_fen), is_figure=True, why=_why(story, "principal_")),
        Fact(_("Interest"), yuan(settlement.interest_fen), is_figure=True, why=_why(story, "interest_")),
    ]
    for label, fen, codes in (
        (_("Overdue interest"), settlement.overdue_interest_fen, "overdue_interest"),
        (_("Service fee"), settlement.fee_fen, "fee_"),
        (_("Early settlement fee"), settlement.early_fee_fen, "early_fee"),
    ):
        if fen:
            facts.append(Fact(label, yuan(fen), is_figure=True, why=_why(story, codes)))
    return [
        *facts,
        Fact(
            _("You pay now"), yuan(settlement.total_fen), is_figure=True, is_total=True, why=Why(story.lines)
        ),
        Fact(_("Free in your wallet"), yuan(free_fen), is_figure=True),
    ]


def _why(story: SettlementStory, codes: str) -> Why:
    """Return the settlement's lines whose code begins so: they sum to its component."""
    pairs = zip(story.settlement.lines, story.lines, strict=True)
    return Why([line for step, line in pairs if step.code.startswith(codes)])
