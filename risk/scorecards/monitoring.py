"""How the card does among those it scored here: shifts, separation once outcomes are known, overrides, approvals.

Everything is read from scores, decisions and instalments as they stand; nothing is estimated where too little is known.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from accounts.domain.identity_number import age_on
from accounts.models import User
from accounts.rules import rule_value
from lending.models import Instalment, Loan
from lending.models.application import APPROVALS, DecisionOutcome
from risk.domain.scorecard import Card
from risk.domain.separation import (
    GroupRate,
    Separation,
    ShiftRule,
    Stability,
    approval_rates,
    auc_error_ppm,
    separation,
    stability,
)
from risk.domain.shares import known_share_ppm
from risk.models import Score, Scorecard
from risk.models.scorecard import GRADES
from risk.scorecards.content import table_of

RULE = "score.monitoring"
DECIDED = (*APPROVALS, DecisionOutcome.REJECT)
# Identity numbers are opened for the groups, so only as many as the picture needs.
MOST_DECISIONS = 5_000


@dataclass(frozen=True)
class Band:
    """A band of points with how many lay in it before and lie in it now."""

    least: int | None
    most: int | None
    expected: int
    actual: int


@dataclass(frozen=True)
class CharacteristicShift:
    """One characteristic's index, with the bins that count; `is_asked` is false where nothing here answers it."""

    code: str
    is_asked: bool
    result: Stability | None
    unknown_ppm: int | None


@dataclass(frozen=True)
class Outcome:
    """Separation by one definition of bad: more than so many days past due within so many months."""

    days: int
    months: int
    loans: int
    result: Separation | None
    error_ppm: int | None
    is_enough: bool


@dataclass(frozen=True)
class Overrides:
    """What was decided beside what the card proposed; shares are ppm of those the card proposed so."""

    decided: int
    as_proposed: int
    better: int
    worse: int
    low_side: int
    proposed_refusals: int
    high_side: int
    proposed_approvals: int

    @property
    def low_side_ppm(self) -> int | None:
        return known_share_ppm(self.low_side, self.proposed_refusals)

    @property
    def high_side_ppm(self) -> int | None:
        return known_share_ppm(self.high_side, self.proposed_approvals)

    @property
    def grade_ppm(self) -> int | None:
        return known_share_ppm(self.better + self.worse, self.as_proposed + self.better + self.worse)


@dataclass(frozen=True)
class Monitoring:
    """Everything the page shows of one card and one period."""

    card: Scorecard
    table: Card
    from_on: dt.date
    to_on: dt.date
    rule: dict[str, Any]
    count: int
    expected_count: int
    bands: list[Band]
    score_shift: Stability | None
    characteristics: list[CharacteristicShift]
    outcomes: list[Outcome]
    overrides: Overrides
    groups: dict[str, list[GroupRate]] = field(default_factory=dict)


def monitor(card: Scorecard, *, months: int, against: str, on: dt.date) -> Monitoring:
    """Return the figures of a card over the last months, against its training ("training") or what it scored before."""
    rule = dict(rule_value(RULE, on=on))
    limits = ShiftRule(rule["watch_ppm"], rule["act_ppm"], rule["error_ppm"], rule["least"])
    from_on, table = months_before(on, months), table_of(card)
    rows = Score.objects.filter(card=card)
    now = rows.filter(made_on__gt=from_on, made_on__lte=on)
    before = rows.filter(made_on__lte=from_on)
    edges = card.content["report"]["baseline"]["edges"]
    actual, bins_now = _counts(now.values_list("points", "trace").iterator(), edges)
    if against == "before":
        expected, bins_then = _counts(before.values_list("points", "trace").iterator(), edges)
    else:
        expected, bins_then = card.content["report"]["baseline"]["counts"], _training_bins(table)
    is_any = bool(sum(actual) and sum(expected))
    return Monitoring(
        card=card,
        table=table,
        from_on=from_on,
        to_on=on,
        rule=rule,
        count=sum(actual),
        expected_count=sum(expected),
        bands=_bands(edges, expected, actual),
        score_shift=stability(expected, actual, limits) if is_any else None,
        characteristics=[_shift_of(one, bins_then, bins_now, limits) for one in table.characteristics],
        outcomes=[
            _outcome(card, rule["bad_days"], rule["bad_months"], rule["least_bads"], on),
            _outcome(card, rule["early_days"], rule["early_months"], rule["least_bads"], on),
        ],
        overrides=_overrides(now),
        groups=_groups(now, rule, on),
    )


def months_before(on: dt.date, months: int) -> dt.date:
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return dt.date(year, month + 1, min(on.day, 28))


def _counts(rows: Iterable[tuple[int, Any]], edges: list[int]) -> tuple[list[int], dict[str, Counter[str]]]:
    by_band = [0] * (len(edges) + 1)
    by_bin: dict[str, Counter[str]] = defaultdict(Counter)
    for points, trace in rows:
        by_band[sum(1 for edge in edges if points >= edge)] += 1
        for line in trace:
            by_bin[line["code"]][line["bin"]] += 1
    return by_band, by_bin


def _training_bins(table: Card) -> dict[str, Counter[str]]:
    return {one.code: Counter({row.code: row.count for row in one.bins}) for one in table.characteristics}


def _bands(edges: list[int], expected: list[int], actual: list[int]) -> list[Band]:
    lows: list[int | None] = [None, *edges]
    highs: list[int | None] = [*edges, None]
    return [Band(*row) for row in zip(lows, highs, expected, actual, strict=True)]


def _shift_of(
    one: Any, then: dict[str, Counter[str]], now: dict[str, Counter[str]], limits: ShiftRule
) -> CharacteristicShift:
    old, new = then.get(one.code, Counter()), now.get(one.code, Counter())
    total = sum(new.values())
    unknown = known_share_ppm(new["missing"] + new["unseen"], total)
    is_any = one.source is not None and total and sum(old.values())
    codes = [row.code for row in one.bins]
    result = (
        stability([old[code] for code in codes], [new[code] for code in codes], limits) if is_any else None
    )
    return CharacteristicShift(one.code, one.source is not None, result, unknown)


def _outcome(card: Scorecard, days: int, months: int, least: int, on: dt.date) -> Outcome:
    """Judge loans paid out at least so many months ago: of younger ones only the bad are known, which would flatter."""
    scores = newest_by_application(card)
    loans = list(
        Loan.objects.filter(application__in=scores, disbursed_on__lte=months_before(on, months)).values_list(
            "pk", "application_id", "disbursed_on"
        )
    )
    went_bad = bad_loans(loans, days, months, on)
    goods, bads = Counter[int](), Counter[int]()
    for pk, application_id, _disbursed_on in loans:
        (bads if pk in went_bad else goods)[scores[application_id]] += 1
    result = separation(goods, bads)
    error = auc_error_ppm(result.auc_ppm, result.goods, result.bads) if result else None
    is_enough = result is not None and min(result.goods, result.bads) >= least
    return Outcome(days, months, len(loans), result, error, is_enough)


def newest_by_application(card: Scorecard) -> dict[int, int]:
    """Return the points of each application's newest score: later rows take the place of earlier ones."""
    return dict(Score.objects.filter(card=card).order_by("pk").values_list("application_id", "points"))


def bad_loans(loans: list[tuple[int, int, dt.date]], days: int, months: int, on: dt.date) -> set[int]:
    """Return the loans of which an instalment was unpaid for more than so many days before the months were over."""
    until = {pk: _months_after(disbursed_on, months) for pk, _application, disbursed_on in loans}
    rows = Instalment.objects.filter(loan__in=list(until), due_on__lt=on)
    late = rows.filter(Q(settled_on=None, superseded_at=None) | Q(settled_on__gt=F("due_on")))
    bad = set()
    for loan_id, due_on, settled_on in late.values_list("loan_id", "due_on", "settled_on"):
        reached_on = due_on + dt.timedelta(days=days + 1)
        if reached_on <= min(settled_on or on, until[loan_id]):
            bad.add(loan_id)
    return bad


def _months_after(on: dt.date, months: int) -> dt.date:
    return months_before(on, -months)


def _overrides(scores: Any) -> Overrides:
    rows = scores.filter(application__decision__outcome__in=DECIDED).values_list(
        "grade", "verdict", "application__decision__outcome", "application__decision__grade"
    )
    count: Counter[str] = Counter()
    for grade, verdict, outcome, decided_grade in rows:
        is_approved = outcome in APPROVALS
        count["decided"] += 1
        count[f"proposed_{verdict}"] += 1
        count["low_side"] += is_approved and verdict == "refuse"
        count["high_side"] += not is_approved and verdict == "accept"
        if is_approved and decided_grade:
            step = GRADES.index(decided_grade) - GRADES.index(grade)
            count["same" if step == 0 else "better" if step < 0 else "worse"] += 1
    return Overrides(
        decided=count["decided"],
        as_proposed=count["same"],
        better=count["better"],
        worse=count["worse"],
        low_side=count["low_side"],
        proposed_refusals=count["proposed_refuse"],
        high_side=count["high_side"],
        proposed_approvals=count["proposed_accept"],
    )


def _groups(scores: Any, rule: dict[str, Any], on: dt.date) -> dict[str, list[GroupRate]]:
    """Return approval rates by age, sex and region of the identity number: of groups only, never of a person."""
    decided = (
        scores.filter(application__decision__outcome__in=DECIDED, application__borrower__person__isnull=False)
        .order_by("-pk")
        .values_list("application__borrower_id", "application__decision__outcome")[:MOST_DECISIONS]
    )
    outcomes = list(decided)
    people = User.objects.select_related("person").in_bulk({borrower for borrower, _outcome in outcomes})
    counts: dict[str, dict[str, list[int]]] = {name: {} for name in ("age", "sex", "region")}
    for borrower, outcome in outcomes:
        person = people[borrower].person
        if person is None:
            continue
        number = person.identity_number
        places = {
            "age": _age_band(age_on(person.birth_on, on), rule["age_bands"]),
            # The seventeenth digit is odd for men (GB 11643); the first one names the large region.
            "sex": "" if len(number) != 18 else "male" if int(number[16]) % 2 else "female",
            "region": number[:1],
        }
        for name, group in places.items():
            if group:
                row = counts[name].setdefault(group, [0, 0])
                row[0] += 1
                row[1] += outcome in APPROVALS
    return {
        name: approval_rates(
            {group: (row[0], row[1]) for group, row in sorted(groups.items())},
            least=rule["group_least"],
            adverse_ppm=rule["adverse_ppm"],
        )
        for name, groups in counts.items()
    }


def _age_band(age: int, starts: list[int]) -> str:
    low = max((start for start in starts if age >= start), default=0)
    high = next((start for start in starts if start > low), None)
    return f"{low}–{high - 1}" if high else f"{low}+"
