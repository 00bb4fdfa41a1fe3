"""The figures of the work on cases over some days: how long, how often sent back, judged against the card, by whom."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from lending.models import Decision
from lending.models.application import APPROVALS
from risk.domain.medians import median
from risk.domain.shares import share_ppm
from risk.models import CaseOverride, CaseReturn, CreditCase
from risk.reasons import OVERRIDE_REASONS

MINUTES_AN_HOUR = 60


@dataclass(frozen=True)
class DecidedBy:
    name: str
    kind: str
    count: int


@dataclass(frozen=True)
class Judged:
    """How often the card was judged against to one side for one reason."""

    side: str
    reason: str
    count: int


@dataclass(frozen=True)
class CaseFigures:
    """`…_hours` are medians in whole hours, None without a case; `since` is the first instant; the rest are counts."""

    since: dt.datetime
    decided: int
    waiting: int
    review_hours: int | None
    decision_hours: int | None
    whole_hours: int | None
    returns: int
    overrides: list[Judged]
    outcomes: list[tuple[str, int]]
    people: list[DecidedBy]


@dataclass(frozen=True)
class Decided:
    """What was decided in a span of time, by people and by rules; returned for papers is no decision."""

    approved: int
    declined: int
    refused_by_rules: int
    overrides_low: int
    overrides_high: int

    @property
    def whole(self) -> int:
        return self.approved + self.declined + self.refused_by_rules

    @property
    def approval_ppm(self) -> int:
        """The approved as a share of all decided."""
        return share_ppm(self.approved, self.whole)


def decided_between(since: dt.datetime, until: dt.datetime) -> Decided:
    """Count the decisions and overrides from an instant on and before another, in two queries."""
    span = {"decided_at__gte": since, "decided_at__lt": until}
    is_approval = Q(outcome__in=APPROVALS)
    is_refusal = Q(outcome=Decision.Outcome.REJECT)
    counts = Decision.objects.filter(**span).aggregate(
        approved=Count("pk", filter=is_approval),
        declined=Count("pk", filter=is_refusal & Q(decided_by__isnull=False)),
        refused_by_rules=Count("pk", filter=is_refusal & Q(decided_by=None)),
    )
    overrides = CaseOverride.objects.filter(
        made_at__gte=since, made_at__lt=until, replaced_at=None
    ).aggregate(
        overrides_low=Count("pk", filter=Q(side=CaseOverride.Side.LOW)),
        overrides_high=Count("pk", filter=Q(side=CaseOverride.Side.HIGH)),
    )
    return Decided(**counts, **overrides)


def case_figures(since: dt.datetime) -> CaseFigures:
    """Return the figures of the cases decided since an instant, in a constant number of queries."""
    cases = list(
        CreditCase.objects.filter(status=CreditCase.Status.DECIDED, decided_at__gte=since)
        .select_related("decision__decided_by")
        .only(
            "opened_at", "reviewed_at", "decided_at", "authority", "decision__outcome", "decision__decided_by"
        )
    )
    people = Counter(
        (case.decision.decided_by.name, case.authority.get("kind", ""))
        for case in cases
        if case.decision is not None and case.decision.decided_by is not None
    )
    outcomes = Counter(
        str(case.decision.get_outcome_display()) for case in cases if case.decision is not None
    )
    judged = CaseOverride.objects.filter(made_at__gte=since, replaced_at=None).values_list("side", "reason")
    return CaseFigures(
        since=since,
        decided=len(cases),
        waiting=CreditCase.objects.filter(status__in=CreditCase.WAITING).count(),
        review_hours=_median_hours([(case.opened_at, case.reviewed_at) for case in cases]),
        decision_hours=_median_hours([(case.reviewed_at, case.decided_at) for case in cases]),
        whole_hours=_median_hours([(case.opened_at, case.decided_at) for case in cases]),
        returns=CaseReturn.objects.filter(sent_at__gte=since).count(),
        overrides=[
            Judged(str(CaseOverride.Side(side).label), str(OVERRIDE_REASONS.get(reason, reason)), n)
            for side, reason, n in judged.annotate(n=Count("pk")).order_by("side", "-n", "reason")
        ],
        outcomes=sorted(outcomes.items()),
        people=[DecidedBy(name, kind, count) for (name, kind), count in sorted(people.items())],
    )


def _median_hours(spans: list[tuple[dt.datetime | None, dt.datetime | None]]) -> int | None:
    minutes = [
        int((until - since).total_seconds()) // MINUTES_AN_HOUR
        for since, until in spans
        if since is not None and until is not None
    ]
    found = median(minutes)
    return None if found is None else found // MINUTES_AN_HOUR
