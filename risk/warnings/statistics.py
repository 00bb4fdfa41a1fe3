"""How good the signals were, read from the daily snapshots: the same figures for any past day, whenever asked."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.web.charts import Series, bar_chart, stacked_bar_chart
from accounts.web.formats import number, percent
from accounts.web.tables.sheets import NUMBER, PERCENT, TEXT, Head, Line, Sheet
from lending.domain.due_dates import add_months
from risk.domain.buckets import OVER
from risk.domain.hit_rates import HitRate, LoanCourse, Period, Raised, hit_rate, hit_rates
from risk.models import LoanSnapshot, SignalRule, SnapshotLoan, WarningSignal
from risk.warnings.words import rule_name

BAD_DAYS = 30
MONTHS = 12


@dataclass(frozen=True)
class SignalFigures:
    """The figures of each rule's version, and of all signals together."""

    period: Period
    rules: dict[tuple[str, int], SignalRule]
    rates: dict[tuple[str, int], HitRate]
    whole: HitRate
    raised: list[WarningSignal]


def signal_figures(period: Period) -> SignalFigures:
    """Return the hit rates of a period as they stood at its end; six queries."""
    rows = list(
        WarningSignal.objects.filter(raised_on__range=(period.start_on - period.follow, period.end_on))
        .select_related("rule")
        .order_by("raised_on", "pk")
    )
    courses = _courses(period.end_on)
    raised = _raised(rows, period.end_on)
    return SignalFigures(
        period,
        {_group(row): row.rule for row in rows},
        hit_rates(raised, courses, period),
        hit_rate(raised, courses, period),
        [row for row in rows if row.raised_on >= period.start_on],
    )


def _group(row: WarningSignal) -> tuple[str, int]:
    return row.code, row.rule.version


def _courses(on: dt.date) -> dict[int, LoanCourse]:
    """Return what became of every loan, by the rows a close had written up to a day."""
    known = LoanSnapshot.objects.filter(from_on__lte=on)
    bad = dict(
        known.filter(bucket__gte=OVER[BAD_DAYS]).values_list("loan").annotate(first=Min("from_on")).order_by()
    )
    ended = dict(
        known.exclude(status=LoanSnapshot.Status.ACTIVE)
        .values_list("loan")
        .annotate(first=Min("from_on"))
        .order_by()
    )
    loans = SnapshotLoan.objects.filter(disbursed_on__lte=on).values_list("pk", "disbursed_on")
    return {pk: LoanCourse(pk, day, bad.get(pk), ended.get(pk)) for pk, day in loans}


def _raised(rows: list[WarningSignal], on: dt.date) -> list[Raised]:
    by_borrower: dict[int, list[int]] = defaultdict(list)
    by_dealer: dict[int, list[int]] = defaultdict(list)
    borrowers = {row.borrower_id for row in rows if row.subject_type == "borrower"}
    dealers = {row.dealer_id for row in rows if row.subject_type == "dealer"}
    loans = SnapshotLoan.objects.filter(disbursed_on__lte=on).order_by("pk")
    of_subjects = loans.filter(Q(loan__borrower__in=borrowers) | Q(dealer__in=dealers))
    for pk, borrower, dealer in of_subjects.values_list("pk", "loan__borrower", "dealer"):
        by_borrower[borrower].append(pk)
        by_dealer[dealer].append(pk)
    known = set(
        loans.filter(pk__in={row.loan_id for row in rows if row.loan_id is not None}).values_list(
            "pk", flat=True
        )
    )
    found = []
    for row in rows:
        if row.subject_type == "loan":
            covered = [row.loan_id] if row.loan_id in known else []
        else:
            covered = by_borrower[row.borrower_id] if row.borrower_id else by_dealer[row.dealer_id]  # type: ignore[index]
        is_false = row.outcome == WarningSignal.Outcome.FALSE_ALARM
        was_said = row.closed_on is not None and row.closed_on <= on
        found.append(Raised(_group(row), row.raised_on, tuple(covered), is_false and was_said))  # type: ignore[arg-type]
    return found


def rate_sheet(figures: SignalFigures) -> Sheet:
    """Return the hit rates as a table, all signals together last."""
    lines = [
        Line([f"{place}. {rule_name(figures.rules[group])} · {group[1]}", *_values(rate)])
        for place, (group, rate) in enumerate(figures.rates.items(), start=1)
    ]
    lines.append(Line([pgettext("figures", "In all"), *_values(figures.whole)], is_total=True))
    heads = [
        Head(_("Signal and version"), TEXT),
        Head(pgettext("early warning", "Raised"), NUMBER),
        Head(_("Loans followed"), NUMBER),
        Head(_("Of them gone bad"), NUMBER),
        Head(_("Precision"), PERCENT),
        Head(_("Base rate"), PERCENT),
        Head(_("Lift"), TEXT),
        Head(_("Announced"), NUMBER),
        Head(_("Of loans gone bad"), NUMBER),
        Head(pgettext("early warning", "Recall"), PERCENT),
        Head(_("Median lead, days"), NUMBER),
        Head(_("False alarms"), NUMBER),
        Head(_("Too late"), NUMBER),
        Head(_("Too young"), NUMBER),
    ]
    return Sheet("warning-hit-rates", _("Hit rates by signal and version"), heads, lines)


def _values(rate: HitRate) -> list[Any]:
    return [
        rate.raised,
        rate.covered,
        rate.followed,
        rate.precision_ppm,
        rate.base_ppm,
        lift_words(rate.lift_ppm),
        rate.caught,
        rate.bad,
        rate.recall_ppm,
        rate.median_lead_days,
        rate.false_alarms,
        rate.late,
        rate.young,
    ]


def lift_words(ppm: int | None) -> str:
    """Return how many times the base rate it is, to one place."""
    if ppm is None:
        return "—"
    tenths = (ppm + 50_000) // 100_000
    return f"{tenths // 10}.{tenths % 10}×"


def _days(count: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", count) % {"days": count}


@dataclass(frozen=True)
class Figure:
    """One figure in the first row of the page."""

    label: str
    value: str
    hint: str


def headlines(figures: SignalFigures) -> list[Figure]:
    """Return what matters first."""
    whole, days = figures.whole, figures.period.follow_days
    return [
        Figure(
            pgettext("early warning", "Raised"),
            number(whole.raised),
            _("closed as false alarms: %(count)d") % {"count": whole.false_alarms},
        ),
        Figure(
            _("Precision"),
            "—" if whole.precision_ppm is None else percent(whole.precision_ppm, 1),
            _("of the loans behind signals were over 30 days late within %(days)d days") % {"days": days},
        ),
        Figure(
            _("Lift"),
            lift_words(whole.lift_ppm),
            _("times as many as of all loans on the book"),
        ),
        Figure(
            pgettext("early warning", "Recall"),
            "—" if whole.recall_ppm is None else percent(whole.recall_ppm, 1),
            _("of the loans that went bad, %(count)d in all, were announced") % {"count": whole.bad},
        ),
        Figure(
            _("Median lead"),
            "—" if whole.median_lead_days is None else _days(whole.median_lead_days),
            _("from the first signal to over 30 days late"),
        ),
    ]


def charts(figures: SignalFigures) -> list[Any]:
    """Return the charts of the page."""
    precision = bar_chart(
        _("Which signals are followed by loans going bad?"),
        # Their names are longer than a bar is wide: numbered as in the table below.
        [str(place) for place in range(1, len(figures.rates) + 1)],
        [rate.precision_ppm for rate in figures.rates.values()],
        unit="percent",
        sentence=_(
            "Of the loans behind a signal, the share over 30 days late within %(days)d days; numbers as in the table."
        )
        % {"days": figures.period.follow_days},
    )
    return [precision, _months_chart(figures)]


def _months_chart(figures: SignalFigures) -> Any:
    last = figures.period.end_on.replace(day=1)
    months = [add_months(last, -back) for back in reversed(range(MONTHS))]
    counts: dict[tuple[str, dt.date], int] = defaultdict(int)
    for row in figures.raised:
        counts[row.severity, row.raised_on.replace(day=1)] += 1
    return stacked_bar_chart(
        _("How many signals were raised, month by month?"),
        [f"{month:%Y-%m}" for month in months],
        [
            Series(str(SignalRule.Severity(name).label), [counts[name, month] for month in months], tone)
            for name, tone in (("act", 2), ("watch", 6))
        ],
        unit="number",
        sentence=_("By the day a signal was raised; to act on, and to watch."),
    )
