"""A challenger beside the card in force, on the very applications that both scored since the trial began."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from accounts.rules import rule_value
from lending.models import Loan
from lending.models.application import APPROVALS
from risk.domain.separation import Separation, auc_error_ppm, separation
from risk.domain.shares import known_share_ppm
from risk.models import Score, Scorecard
from risk.scorecards.monitoring import (
    DECIDED,
    RULE,
    bad_loans,
    months_before,
)


@dataclass(frozen=True)
class Side:
    """What one card made of the applications both scored; `loans` are those it proposed to approve, old enough."""

    card: Scorecard
    grades: dict[str, int]
    proposed: int
    answered: int
    decided: int
    approved: int
    loans: int
    bads: int
    result: Separation | None
    error_ppm: int | None

    @property
    def proposed_ppm(self) -> int | None:
        """How many it proposed to approve, of all it scored."""
        return known_share_ppm(self.proposed, sum(self.grades.values()))

    @property
    def approved_ppm(self) -> int | None:
        """How many were approved, of the decided ones that rested on its score."""
        return known_share_ppm(self.approved, self.decided)

    @property
    def bad_ppm(self) -> int | None:
        return known_share_ppm(self.bads, self.loans)


@dataclass(frozen=True)
class Comparison:
    """Both sides, and by which definition of bad."""

    champion: Side
    challenger: Side
    count: int
    days: int
    months: int
    least_bads: int


def compare_cards(champion: Scorecard, challenger: Scorecard, *, on: dt.date) -> Comparison:
    """Return both cards' figures over the applications that each of them scored; nobody is left out on one side."""
    rule = rule_value(RULE, on=on)
    mine, theirs = _newest(champion), _newest(challenger)
    both = mine.keys() & theirs.keys()
    days, months = rule["early_days"], rule["early_months"]
    loans = list(
        Loan.objects.filter(application__in=both, disbursed_on__lte=months_before(on, months)).values_list(
            "pk", "application_id", "disbursed_on"
        )
    )
    late = bad_loans(loans, days, months, on)
    went_bad = {application for pk, application, _on in loans if pk in late}
    lent = {application for _pk, application, _on in loans}
    least = rule["least_bads"]
    return Comparison(
        champion=_side(champion, {key: mine[key] for key in both}, lent, went_bad, least),
        challenger=_side(challenger, {key: theirs[key] for key in both}, lent, went_bad, least),
        count=len(both),
        days=days,
        months=months,
        least_bads=least,
    )


def _newest(card: Scorecard) -> dict[int, Score]:
    """Return each application's newest score: later rows take the place of earlier ones."""
    rows = Score.objects.filter(card=card).select_related("application__decision").order_by("pk")
    return {row.application_id: row for row in rows.defer("inputs", "trace", "reasons")}


def _side(card: Scorecard, scores: dict[int, Score], lent: set[int], went_bad: set[int], least: int) -> Side:
    resting = [row for row in scores.values() if row.is_deciding]
    outcomes = [row.application.decision.outcome for row in resting if row.application.decision is not None]
    wanted = {key for key, row in scores.items() if row.verdict == "accept"}
    goods = Counter(scores[key].points for key in lent - went_bad)
    bads = Counter(scores[key].points for key in lent & went_bad)
    result = separation(goods, bads)
    is_enough = result is not None and min(result.goods, result.bads) >= least
    return Side(
        card=card,
        grades=dict(Counter(row.grade for row in scores.values())),
        proposed=len(wanted),
        answered=len(resting),
        decided=sum(outcome in DECIDED for outcome in outcomes),
        approved=sum(outcome in APPROVALS for outcome in outcomes),
        loans=len(wanted & lent),
        bads=len(wanted & went_bad),
        result=result if is_enough else None,
        error_ppm=auc_error_ppm(result.auc_ppm, result.goods, result.bads)
        if is_enough and result is not None
        else None,
    )
