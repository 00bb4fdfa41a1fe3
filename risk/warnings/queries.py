"""What the pages of early warning read, and what other rooms show of it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts import clock
from accounts.models import User
from lending.models import Loan
from risk.models import SignalRule, WarningNotice, WarningSignal

LISTED = ("loan__borrower__person", "borrower__person", "dealer__organisation")
MOST_SHOWN = 25


@dataclass(frozen=True)
class LiveWarnings:
    """What is live about somebody; the page shows nothing where both are empty."""

    signals: list[WarningSignal]
    notices: list[WarningNotice]


def live_warnings(*, borrower: User | None = None, loan: Loan | None = None) -> LiveWarnings | None:
    """Return the live signals and notices about a borrower with the loans, or about one loan and its borrower."""
    whom = Q(borrower=borrower)
    if loan is not None:
        whom = Q(loan=loan) | Q(borrower=loan.borrower_id, loan=None)
    signals = signals_shown().filter(whom, status__in=WarningSignal.LIVE).order_by("severity", "-pk")
    notices = notices_shown().filter(whom, status__in=WarningNotice.LIVE).order_by("-pk")
    found = LiveWarnings(list(signals[:MOST_SHOWN]), list(notices[:MOST_SHOWN]))
    return found if found.signals or found.notices else None


def signals_shown() -> "QuerySet[WarningSignal]":
    """Return signals with what a row shows."""
    return WarningSignal.objects.select_related(*LISTED, "rule", "notice")


def notices_shown() -> "QuerySet[WarningNotice]":
    """Return notices with what a row shows."""
    return WarningNotice.objects.select_related(*LISTED, "owner")


def listed_signals(state: str, severity: str, code: str) -> "QuerySet[WarningSignal]":
    """Return signals of a state (empty: the open ones, `all`), a severity and a code."""
    rows = signals_shown()
    if state != "all":
        rows = rows.filter(status=state or WarningSignal.Status.OPEN)
    if severity:
        rows = rows.filter(severity=severity)
    return rows.filter(code=code) if code else rows


def signals_to_judge() -> "QuerySet[WarningSignal]":
    """Return the open signals that ask for something to be done."""
    return WarningSignal.objects.filter(status=WarningSignal.Status.OPEN, severity="act")


def listed_notices(state: str) -> "QuerySet[WarningNotice]":
    """Return notices of a state: empty for the live ones, `late`, `all`, or a status."""
    rows = notices_shown()
    if state == "late":
        return rows.filter(late_notices())
    if state == "all":
        return rows
    return rows.filter(status=state) if state else rows.filter(status__in=WarningNotice.LIVE)


def late_notices() -> Q:
    """Return what says that nobody answered by the day."""
    return Q(status=WarningNotice.Status.OPEN, due_on__lt=clock.today())


def notices_of(user: User) -> "QuerySet[WarningNotice]":
    """Return the notices a colleague has to answer."""
    return WarningNotice.objects.filter(owner=user, status=WarningNotice.Status.OPEN)


def own_notices(user: User) -> "QuerySet[WarningNotice]":
    """Return every notice of a colleague, those to be answered first."""
    return notices_shown().filter(owner=user).order_by("-status", "due_on", "pk")


def notices_to_look_at(user: User) -> "QuerySet[WarningNotice]":
    """Return the notices that are answered, or that nobody answered in time."""
    return WarningNotice.objects.filter(Q(status=WarningNotice.Status.ANSWERED) | late_notices())


def live_notice_of(subject_key: str) -> WarningNotice | None:
    """Return the live notice about a subject, if any."""
    rows = WarningNotice.objects.filter(subject_key=subject_key, status__in=WarningNotice.LIVE)
    return rows.select_related("owner").first()


def open_signals_of(subject_key: str) -> "QuerySet[WarningSignal]":
    """Return the open signals about a subject."""
    return (
        signals_shown()
        .filter(subject_key=subject_key, status=WarningSignal.Status.OPEN)
        .order_by("severity", "pk")
    )


@dataclass(frozen=True)
class Desk:
    """The figures above the desk."""

    to_judge: int
    open_signals: int
    live_notices: int
    late_notices: int
    answered: int


def desk_figures() -> Desk:
    """Count what waits; two queries."""
    signals = WarningSignal.objects.filter(status=WarningSignal.Status.OPEN).aggregate(
        all=Count("pk"), act=Count("pk", filter=Q(severity="act"))
    )
    notices = WarningNotice.objects.filter(status__in=WarningNotice.LIVE).aggregate(
        all=Count("pk"),
        late=Count("pk", filter=late_notices()),
        answered=Count("pk", filter=Q(status=WarningNotice.Status.ANSWERED)),
    )
    return Desk(signals["act"], signals["all"], notices["all"], notices["late"], notices["answered"])


def rules_shown() -> list[SignalRule]:
    """Return the version in force of each rule, and new rules that wait, by code."""
    rows = SignalRule.objects.filter(status__in=["published", "proposed"]).select_related("made_by")
    return list(rows.order_by("code", "version"))
