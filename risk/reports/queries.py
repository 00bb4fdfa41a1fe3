"""What reports and their pages read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts import clock
from accounts.models import Appointment, User
from accounts.models.in_force import business_date, holds_today
from accounts.roles import ROLES
from accounts.staff.open_work import WorkItem
from risk.models import ReportFigures, ReportMeasure, ReportText, ReportVersion, RiskReport
from risk.reports.frozen import read_content

WRITE, SIGN, SEE, NOTE = (
    "risk.write_reports",
    "risk.sign_reports",
    "risk.see_reports",
    "risk.note_reports",
)


def versions(kind: str = "", status: str = "") -> "QuerySet[ReportVersion]":
    """Return the versions of a kind and a state (empty: all but dropped drafts)."""
    rows = ReportVersion.objects.select_related("report", "author", "signed_by")
    rows = rows.filter(report__kind=kind) if kind else rows
    return rows.filter(status=status) if status else rows.exclude(status=ReportVersion.Status.DROPPED)


def newest_version(report: RiskReport) -> ReportVersion | None:
    """Return the newest version that was not dropped."""
    rows = ReportVersion.objects.filter(report=report).exclude(status=ReportVersion.Status.DROPPED)
    return rows.order_by("-n").first()


def newest_figures(version: ReportVersion) -> ReportFigures:
    """Return the figures that count for a version: the ones frozen last."""
    row = version.figures.select_related("frozen_by").order_by("-pk").first()
    if row is None:
        raise ReportFigures.DoesNotExist(version.number)
    return row


def figures_before(version: ReportVersion, row: ReportFigures) -> ReportFigures | None:
    """Return what was frozen before in this version, None where it was frozen once."""
    return version.figures.filter(pk__lt=row.pk).order_by("-pk").first()


def texts_of(version: ReportVersion) -> dict[str, ReportText]:
    """Return the text that counts of each chapter: the newest one."""
    rows = version.texts.select_related("written_by").order_by("pk")
    return {row.chapter: row for row in rows}


def writers_of(version: ReportVersion) -> list[User]:
    """Return everybody who had a hand in a version: who wrote, froze, proposed, rated or submitted."""
    ids = {
        *version.texts.values_list("written_by", flat=True),
        *version.figures.exclude(frozen_by=None).values_list("frozen_by", flat=True),
        *version.measures.exclude(status="dropped").values_list("proposed_by", flat=True),
        *version.ratings.values_list("rated_by", flat=True),
    }
    ids |= {version.submitted_by_id} if version.submitted_by_id else set()
    return list(User.objects.filter(pk__in=ids).order_by("pk"))


def measures_of(version: ReportVersion) -> list[ReportMeasure]:
    """Return the measures a version stands for: its own and those of the versions it corrects, without dropped ones."""
    rows = ReportMeasure.objects.filter(
        Q(version=version) | Q(version__status__in=ReportVersion.SEALED),
        version__report=version.report_id,
        version__n__lte=version.n,
    ).exclude(status=ReportMeasure.Status.DROPPED)
    return list(rows.select_related("owner", "proposed_by").order_by("pk"))


def measures_given_to(user: User) -> "QuerySet[ReportMeasure]":
    """Return the open measures of signed reports that a colleague owns."""
    return ReportMeasure.objects.filter(
        owner=user, status=ReportMeasure.Status.OPEN, version__status__in=ReportVersion.SEALED
    )


def signed_measures(view: str) -> "QuerySet[ReportMeasure]":
    """Return the measures of signed reports: `open`, `late` for those past their day, or `done`."""
    rows = ReportMeasure.objects.filter(version__status__in=ReportVersion.SEALED)
    rows = rows.select_related("owner", "version__report")
    if view == "done":
        return rows.filter(status=ReportMeasure.Status.DONE)
    rows = rows.filter(status=ReportMeasure.Status.OPEN)
    return rows.filter(due_on__lt=business_date()) if view == "late" else rows


def warnings_to_answer(user: User) -> "QuerySet[RiskReport]":
    """Return the signed warnings that wait for a colleague's answer."""
    return RiskReport.objects.filter(
        addressee=user, answered_at=None, versions__status__in=ReportVersion.VALID
    ).distinct()


def drafts_of(user: User) -> "QuerySet[ReportVersion]":
    """Return the drafts a colleague writes."""
    return ReportVersion.objects.filter(author=user, status=ReportVersion.Status.DRAFT)


def waiting_versions(user: User) -> "QuerySet[ReportVersion]":
    """Return what waits for this login: drafts to write, reports to sign, signed ones to look at."""
    states = [
        state
        for right, state in ((WRITE, "draft"), (SIGN, "submitted"), (NOTE, "signed"))
        if user.has_right(right)
    ]
    return ReportVersion.objects.filter(status__in=states)


def drafts_as_work(user: User) -> list[WorkItem]:
    """Return a colleague's drafts as open work."""
    rows = drafts_of(user).order_by("pk")
    return [WorkItem(row.number, f"/office/risk/reports/{row.number}/") for row in rows]


def measures_as_work(user: User) -> list[WorkItem]:
    """Return a colleague's measures as open work."""
    rows = measures_given_to(user).order_by("pk")
    return [WorkItem(row.number, f"/office/risk/measures/{row.number}/") for row in rows]


def answers_as_work(user: User) -> list[WorkItem]:
    """Return the warnings a colleague has to answer as open work."""
    rows = ReportVersion.objects.filter(
        report__in=warnings_to_answer(user), status__in=ReportVersion.VALID
    ).order_by("pk")
    return [WorkItem(row.number, f"/office/risk/reports/{row.number}/") for row in rows]


def next_author() -> User | None:
    """Return who writes the next monthly report: who wrote the last one, else the first who may."""
    roles = [role for role, rights in ROLES.items() if WRITE in rights]
    seated = Appointment.objects.filter(holds_today(), position__carries__role__in=roles).values("user")
    writers = User.objects.filter(pk__in=seated, is_active=True).order_by("pk")
    last = ReportVersion.objects.filter(report__kind="monthly", author__in=writers).order_by("-pk").first()
    return last.author if last is not None else writers.first()


@dataclass(frozen=True)
class Standing:
    """The figures and texts that count for a version."""

    content: dict[str, Any]
    figures: ReportFigures
    texts: dict[str, ReportText]


def standing_of(version: ReportVersion) -> Standing:
    """Return them, in two queries."""
    figures = newest_figures(version)
    return Standing(read_content(figures), figures, texts_of(version))


def is_measure_late(measure: ReportMeasure) -> bool:
    """Tell whether an open measure is past its day."""
    return measure.status == ReportMeasure.Status.OPEN and measure.due_on < clock.today()
