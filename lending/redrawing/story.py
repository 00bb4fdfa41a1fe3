"""What a redrawn schedule changes, told side by side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.formats import rate, yuan
from accounts.web.parts import Fact, Why, WhyLine
from lending.domain.reschedule import Choice, Prepayment, choices_of
from lending.labels import version_words
from lending.models import ScheduleVersion
from lending.redrawing.plans import Redrawn

CHOICES: dict[str, Promise] = {
    Choice.SHORTER_TERM: gettext_lazy("Shorter term: the instalments stay, the last ones go"),
    Choice.SMALLER_INSTALMENT: gettext_lazy("Smaller instalments: the term stays"),
}
REASONS: dict[str, Promise] = {
    "disbursed": gettext_lazy("Paid out"),
    "prepayment": gettext_lazy("A part was paid early"),
    "due_day": gettext_lazy("The due day was moved"),
    "restructure": gettext_lazy("Restructured"),
    "accelerated": gettext_lazy("Called in: all is due"),
}


@dataclass(frozen=True)
class Compared:
    """One figure before and after."""

    label: Any
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """The figures before and after, and what all payments together become less or more by; fen."""

    rows: list[Compared]
    saved_fen: int
    why: Why

    @property
    def costs_fen(self) -> int:
        """What all payments together become more by."""
        return max(0, -self.saved_fen)


def choice_labels(method: str) -> list[tuple[str, Promise]]:
    """Return what a borrower may choose, for a form."""
    return [(choice, CHOICES[choice]) for choice in choices_of(method)]


def compare(redrawn: Redrawn) -> Comparison:
    """Return the schedule as it is and as it would be, with what it saves or costs in interest and fees."""
    before, after = redrawn.borrowers_rows, redrawn.borrowers_schedule.rows
    paid = redrawn.borrowers_prepayment
    rows = [
        *_rates(redrawn),
        Compared(_("Principal left"), _fen(before, "principal_fen"), _fen(after, "principal_fen")),
        Compared(_("Instalments left"), str(len(before)), str(len(after))),
        Compared(_("Next due date"), _day(before[0].due_on), _day(after[0].due_on)),
        Compared(_("Next instalment"), yuan(_total(before[:1])), yuan(_total(after[:1]))),
        Compared(_("Largest instalment"), yuan(_largest(before)), yuan(_largest(after))),
        Compared(_("Last due date"), _day(before[-1].due_on), _day(after[-1].due_on)),
        Compared(_("Interest still to come"), _fen(before, "interest_fen"), _fen(after, "interest_fen")),
    ]
    if any(row.fee_fen for row in before):
        rows.append(
            Compared(_("Service fees still to come"), _fen(before, "fee_fen"), _fen(after, "fee_fen"))
        )
    saved_fen = _total(before) - _total(after) - (paid.total_fen if paid else 0)
    return Comparison(rows, saved_fen, _why_saved(redrawn, saved_fen))


def _rates(redrawn: Redrawn) -> list[Compared]:
    """Return the rate before and after, where it changes."""
    before_ppm = redrawn.loan.rate_ppm
    after_ppm = redrawn.schedule.terms.annual_rate_ppm
    if after_ppm == before_ppm:
        return []
    return [Compared(_("Annual rate"), rate(before_ppm), rate(after_ppm))]


def _why_saved(redrawn: Redrawn, saved_fen: int) -> Why:
    """Return what all payments together become less or more by: interest and fees before, after, and paid now."""
    before, after = redrawn.borrowers_rows, redrawn.borrowers_schedule.rows
    paid = redrawn.borrowers_prepayment
    terms = version_words(redrawn.loan.product_version)
    used = _("Civil Code, article 677: interest runs for the days used and no longer")
    sign = 1 if saved_fen >= 0 else -1
    cost = [
        (_("Interest and fees by the schedule until now"), "", _cost(before), terms),
        (_("Interest and fees by the schedule from now on"), "", -_cost(after), terms),
        (
            _("Paid now beside the principal"),
            used,
            -(paid.total_fen - paid.principal_fen if paid else 0),
            terms,
        ),
    ]
    return Why([WhyLine(label, words, sign * fen, rule) for label, words, fen, rule in cost if fen])


def _cost(rows: Sequence[Any]) -> int:
    return sum(row.interest_fen + row.fee_fen for row in rows)


def payment_facts_of(paid: Prepayment, free_fen: int) -> list[Fact]:
    """Return what an early part payment is made of and what stays in the wallet."""
    words = _("%(base)s over %(days)s days of the running period") % {
        "base": yuan(paid.base_fen),
        "days": paid.days,
    }
    used = _("Civil Code, article 677: interest runs for the days used and no longer")
    lines = [
        WhyLine(_("Principal paid early"), "", paid.principal_fen, _("The part you chose to pay early.")),
        WhyLine(_("Interest for the days used"), words, paid.interest_fen, used),
        WhyLine(
            _("Service fee for the days used"),
            "",
            paid.fee_fen,
            _("Counted like the interest, by the days used"),
        ),
        WhyLine(_("Early settlement fee"), "", paid.early_fee_fen, _("Your contract, named in the quote")),
    ]
    # A part of nothing is not named, but for the two that every such payment has.
    lines = [line for at, line in enumerate(lines) if at < 2 or line.amount_fen]
    return [
        *(Fact(line.label, yuan(line.amount_fen), line.sum, is_figure=True) for line in lines),
        Fact(_("You pay now"), yuan(paid.total_fen), is_figure=True, is_total=True, why=Why(lines)),
        wallet_fact(free_fen, paid.total_fen),
    ]


def wallet_fact(free_fen: int, pays_fen: int) -> Fact:
    """Return what stays in the wallet, or what is in it where that is too little."""
    if pays_fen > free_fen:
        return Fact(_("Free in your wallet"), yuan(free_fen), is_figure=True)
    return Fact(_("Free in your wallet afterwards"), yuan(free_fen - pays_fen), is_figure=True)


def version_facts(versions: Sequence[ScheduleVersion]) -> list[Fact]:
    """Return how a loan's schedule came to be as it is; nothing where it was never redrawn."""
    if len(versions) < 2:
        return []
    rates_ppm = [one.terms["annual_rate_ppm"] for one in versions]
    facts = []
    for one, rate_ppm, before_ppm in zip(versions, rates_ppm, [rates_ppm[0], *rates_ppm], strict=False):
        hint = (
            _("%(rate)s a year from this day on") % {"rate": rate(rate_ppm)} if rate_ppm != before_ppm else ""
        )
        facts.append(Fact(REASONS.get(one.reason, one.reason), one.made_on.isoformat(), hint))
    return facts


def _fen(rows: Sequence[Any], name: str) -> str:
    return yuan(sum(getattr(row, name) for row in rows))


def _total(rows: Sequence[Any]) -> int:
    return sum(row.principal_fen + row.interest_fen + row.fee_fen for row in rows)


def _largest(rows: Sequence[Any]) -> int:
    return max(_total([row]) for row in rows)


def _day(day: dt.date) -> str:
    return day.isoformat()
