"""What the pages of the desk read; all of it through what the reader may know of."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts import clock
from accounts.models import Appointment, User
from accounts.models.in_force import holds_today
from accounts.roles import ROLES
from finance.models import Transfer
from risk.aml.policies import alerts_open_to
from risk.aml.rules import CONCLUDE, WORK, last_day
from risk.domain.medians import median
from risk.models import AmlAlert, AmlLine, AmlNote, AmlReport
from risk.models.aml import LARGE

Status = AmlAlert.Status
# What the tabs of the desk hold.
VIEWS: dict[str, Q] = {
    "new": Q(status=Status.OPEN) & ~Q(pattern__in=LARGE),
    "investigating": Q(status=Status.INVESTIGATING),
    "second": Q(status=Status.PROPOSED),
    "report": Q(status=Status.REPORTABLE)
    | Q(pattern__in=LARGE, status__in=AmlAlert.UNDECIDED, report__isnull=True),
    "ended": Q(status__in=[Status.CLEARED, Status.REPORTED]),
    "all": Q(),
}


def alerts(user: User, view: str) -> "QuerySet[AmlAlert]":
    """Return the alerts of a tab, newest first."""
    return alerts_open_to(user).filter(VIEWS[view]).order_by("-pk")


def tab_counts(user: User) -> dict[str, int]:
    """Return how many alerts each tab holds."""
    sums = {name: Count("pk", filter=rows) if rows else Count("pk") for name, rows in VIEWS.items()}
    return dict(alerts_open_to(user).order_by().select_related(None).aggregate(**sums))


def desk_queue(user: User) -> "QuerySet[AmlAlert]":
    """Return what waits for this colleague: the own investigations, nobody's alerts, the conclusions of others."""
    waits = Q(investigator=user, status=Status.INVESTIGATING)
    if user.has_right(WORK):
        waits |= VIEWS["new"] | Q(status=Status.REPORTABLE, report__isnull=True)
        waits |= Q(pattern__in=LARGE, status=Status.OPEN, report__isnull=True)
    if user.has_right(CONCLUDE):
        waits |= Q(status=Status.PROPOSED) & ~Q(investigator=user)
    return alerts_open_to(user).filter(waits)


def open_questions(user: User) -> list[AmlNote]:
    """Return what this colleague was asked and has not answered."""
    rows = AmlNote.objects.filter(kind=AmlNote.Kind.QUESTION, asked=user, answered_at=None)
    return list(rows.filter(alert__in=alerts_open_to(user)).select_related("alert", "made_by").order_by("pk"))


def left_behind(user: User) -> list[AmlAlert]:
    """Return investigations whose investigator does not work at the desk any more: somebody has to go on with them."""
    workers = [one.pk for one in workers_of_desk()]
    rows = alerts_open_to(user).filter(status=Status.INVESTIGATING).exclude(investigator__in=workers)
    return list(rows.order_by("due_on", "pk"))


def workers_of_desk() -> "QuerySet[User]":
    """Return the colleagues who work at the desk: holders today of a role with that right."""
    roles = [role for role, rights in ROLES.items() if WORK in rights]
    seated = Appointment.objects.filter(holds_today(), position__carries__role__in=roles)
    return User.objects.filter(pk__in=seated.values("user"), is_active=True).order_by("display_name", "pk")


def lines_of(alert: AmlAlert) -> list[AmlLine]:
    """Return the figures of an alert with what is behind them."""
    return list(alert.lines.select_related("customer", "transfer__entry").order_by("n"))


def transfers_behind(line: AmlLine) -> list[Transfer]:
    """Return every transfer of the entry behind a figure; none where it is in no wallet's books."""
    if line.transfer is None:
        return []
    rows = Transfer.objects.filter(entry=line.transfer.entry_id).select_related(
        "entry", "debit__owner", "credit__owner"
    )
    return list(rows.order_by("pk"))


def notes_of(alert: AmlAlert) -> list[AmlNote]:
    """Return what was written about an alert, oldest first."""
    return list(alert.notes.select_related("made_by", "asked").order_by("pk"))


@dataclass(frozen=True)
class DayToReport:
    """A day whose large transactions are in no file yet, and by when they have to be."""

    day_on: dt.date
    due_on: dt.date
    alerts: int
    amount_fen: int
    is_late: bool


def days_to_report(user: User) -> list[DayToReport]:
    """Return the days with large transactions that no file holds, the most urgent first."""
    rows = alerts_open_to(user).filter(pattern__in=LARGE, report=None).exclude(status=Status.CLEARED)
    days: dict[dt.date, list[int]] = defaultdict(list)
    for day, fen in rows.order_by("day_on").values_list("day_on", "amount_fen"):
        days[day].append(fen)
    today = clock.today()
    found = [
        DayToReport(day, last_day("large", day), len(fens), sum(fens), False) for day, fens in days.items()
    ]
    return [
        DayToReport(one.day_on, one.due_on, one.alerts, one.amount_fen, one.due_on < today) for one in found
    ]


def reports(status: str = "") -> "QuerySet[AmlReport]":
    """Return the files, newest first."""
    rows = AmlReport.objects.select_related("made_by", "sent_by", "case", "corrects").order_by("-pk")
    return rows.filter(status=status) if status else rows


@dataclass
class PatternFigures:
    """How the alerts of one pattern ended; `days` is the median from raising to the end of the decision."""

    label: str
    raised: int = 0
    undecided: int = 0
    cleared: int = 0
    reported: int = 0
    spans: list[int] = field(default_factory=list)

    @property
    def days(self) -> int | None:
        return median(self.spans) if self.spans else None

    @property
    def hit_ppm(self) -> int | None:
        """The share of decided alerts that were reported: how well the pattern finds what it looks for."""
        decided = self.cleared + self.reported
        return self.reported * 1_000_000 // decided if decided else None


def pattern_figures(user: User) -> list[PatternFigures]:
    """Return the figures of every pattern that raised something, in the order of the patterns."""
    found: dict[str, PatternFigures] = {}
    fields = ("pattern", "status", "raised_at", "concluded_at")
    for pattern, status, raised_at, concluded_at in alerts_open_to(user).values_list(*fields):
        row = found.setdefault(pattern, PatternFigures(str(AmlAlert.Pattern(pattern).label)))
        row.raised += 1
        row.undecided += status in AmlAlert.UNDECIDED
        row.cleared += status == Status.CLEARED
        row.reported += status in (Status.REPORTABLE, Status.REPORTED)
        if concluded_at is not None:
            row.spans.append((concluded_at - raised_at).days)
    return [found[pattern] for pattern in AmlAlert.Pattern.values if pattern in found]


def report_figures() -> dict[str, int]:
    """Return how many files were sent, in time and late, and how many wait."""
    counts: Counter[str] = Counter()
    today = clock.today()
    for status, sent_on, due_on, version in AmlReport.objects.values_list(
        "status", "sent_on", "due_on", "version"
    ):
        if status in ("sent", "corrected") and version == 1:
            counts["in_time" if sent_on <= due_on else "late"] += 1
        elif status == "drafted":
            counts["waiting" if due_on >= today else "overdue"] += 1
        counts["corrections"] += version > 1 and status in ("sent", "corrected")
    return {name: counts[name] for name in ("in_time", "late", "waiting", "overdue", "corrections")}


def summary(user: User) -> dict[str, Any]:
    """Return the headline figures of the desk."""
    rows = alerts_open_to(user).filter(status__in=AmlAlert.UNDECIDED)
    late = rows.filter(due_on__lt=clock.today()).exclude(pattern__in=LARGE)
    drafted = AmlReport.objects.filter(status=AmlReport.Status.DRAFTED)
    return {
        "undecided": rows.exclude(pattern__in=LARGE).count(),
        "late": late.count(),
        "large_days": len(days_to_report(user)),
        "drafted": drafted.count(),
    }


def alerts_in(report: AmlReport) -> list[AmlAlert]:
    """Return the alerts a file holds, as far as they have no later file."""
    rows = AmlAlert.objects.filter(Q(report=report) | Q(pk=report.case_id)).select_related("customer")
    return list(rows.order_by("pk"))
