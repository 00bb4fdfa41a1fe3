"""What other rooms show of early warning: tracking files, the monthly report, the risk manager's desk."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.web.formats import number
from accounts.web.object_pages import object_url
from accounts.web.parts import Moment
from accounts.web.tables.sheets import NUMBER, TEXT, Head, Line, Sheet
from risk.database.readings import local, newest, newest_first, who_did
from risk.database.timeline import FileSubject, Window, add_timeline_source
from risk.models import SignalRule, WarningNotice, WarningSignal
from risk.reports.parts import Month, ReportPart, Told, add_report_part
from risk.reports.queues import WorkQueue, add_work_queue
from risk.warnings.desk import SEE
from risk.warnings.queries import late_notices, notices_shown, signals_shown, signals_to_judge
from risk.warnings.words import ICONS, TONES, rule_name

Row = TypeVar("Row", WarningSignal, WarningNotice)

PATH = "/office/risk/warnings/"


def hang_into_other_rooms() -> None:
    """Hang early warning into the files, the reports and the desk; called from `apps.py: ready()`."""
    for is_of_dealers in (False, True):
        add_timeline_source(
            "warnings",
            "warning",
            warnings,
            right=SEE,
            is_of_dealers=is_of_dealers,
            name=pgettext_lazy("kind of thing in a file", "Early warning"),
        )
    add_report_part(
        ReportPart("warnings", "sources", 145, gettext_lazy("Early warning"), read_month, tell_month)
    )
    add_work_queue(
        WorkQueue(
            "signals",
            25,
            gettext_lazy("Signals that ask for something to be done"),
            signals_to_judge,
            "raised_at",
            PATH,
            SEE,
        ),
        WorkQueue(
            "notices_late",
            26,
            gettext_lazy("Warning notices past their day"),
            lambda: WarningNotice.objects.filter(late_notices()),
            "due_on",
            f"{PATH}notices/?status=late",
            SEE,
        ),
    )


def warnings(subject: FileSubject, window: Window) -> list[Moment]:
    """Signals about a customer with the loans, or about a dealer, and the notices with what came of them."""
    signals = [
        Moment(
            title=_("Signal raised: %(rule)s") % {"rule": rule_name(row.rule)},
            at=local(row.raised_at),
            sentence=_words(row, str(row.get_severity_display())),
            url=object_url(window.viewer, "warningsignal", row.number),
            icon=ICONS[row.severity],
            tone=TONES[row.severity],
        )
        for row in newest(_about(signals_shown(), subject), "raised_at", window)
    ]
    notices = _about(notices_shown().select_related("raised_by", "closed_by"), subject)
    raised = [
        Moment(
            title=_("Warning notice raised: %(level)s") % {"level": row.get_level_display()},
            at=local(row.raised_at),
            sentence=_words(row, row.words),
            who=who_did(row.raised_by),
            url=object_url(window.viewer, "warningnotice", row.number),
            icon=ICONS[row.level],
            tone=TONES[row.level],
        )
        for row in newest(notices, "raised_at", window)
    ]
    closed = [
        Moment(
            title=_("Warning notice closed: %(outcome)s") % {"outcome": row.get_outcome_display()},
            at=local(row.closed_at),
            sentence=_words(row, row.close_reason),
            who=who_did(row.closed_by),
            url=object_url(window.viewer, "warningnotice", row.number),
            icon="circle-check",
        )
        for row in newest(notices, "closed_at", window)
    ]
    return newest_first([*signals, *raised, *closed], window)


def _about(rows: "QuerySet[Row]", subject: FileSubject) -> "QuerySet[Row]":
    if subject.dealer is not None:
        return rows.filter(dealer=subject.dealer)
    return rows.filter(borrower=subject.of_customer)


def _words(row: WarningSignal | WarningNotice, said: str) -> str:
    loan = row.loan.number if row.loan is not None else ""
    return " · ".join(word for word in (row.number, loan, said) if word)


@dataclass(frozen=True)
class WarnedMonth:
    """What was raised in a month by rule, and how the notices stood at its end."""

    by_code: list[tuple[str, int, int, int]]
    raised: int
    closed: int
    late: int


def read_month(month: Month) -> WarnedMonth | None:
    """Return the signals raised in the month by code, with those taken into notices and the false alarms so far."""
    signals = WarningSignal.objects.filter(raised_on__range=(month.first_on, month.last_on))
    by_code = list(
        signals.values("code")
        .annotate(
            raised=Count("pk"),
            noticed=Count("pk", filter=Q(notice__isnull=False)),
            false=Count("pk", filter=Q(outcome=WarningSignal.Outcome.FALSE_ALARM)),
        )
        .order_by("-raised", "code")
        .values_list("code", "raised", "noticed", "false")
    )
    within = (month.first_on, month.last_on)
    counts = WarningNotice.objects.aggregate(
        raised=Count("pk", filter=Q(raised_on__range=within)),
        closed=Count("pk", filter=Q(closed_on__range=within)),
        late=Count("pk", filter=Q(status=WarningNotice.Status.OPEN, due_on__lt=month.last_on)),
    )
    if not by_code and not any(counts.values()):
        return None
    return WarnedMonth(by_code, **counts)


def tell_month(found: WarnedMonth) -> Told:
    """Say how many signals were raised, by which rules, and how the notices stand."""
    rules = SignalRule.objects.filter(code__in=[row[0] for row in found.by_code]).order_by("pk")
    names = {rule.code: rule_name(rule) for rule in rules}
    sentence = _(
        "Signals raised: %(signals)s. Warning notices raised: %(raised)s, closed: %(closed)s, past their day: %(late)s."
    ) % {
        "signals": number(sum(row[1] for row in found.by_code)),
        "raised": number(found.raised),
        "closed": number(found.closed),
        "late": number(found.late),
    }
    heads = [
        Head(_("Signal"), TEXT),
        Head(_("Raised"), NUMBER),
        Head(_("Taken into a notice"), NUMBER),
        Head(_("False alarms"), NUMBER),
    ]
    lines = [Line([names.get(code, code), *counts]) for code, *counts in found.by_code]
    sheets = [Sheet("signals", _("Which signals were raised?"), heads, lines)] if lines else []
    return Told([sentence], (), sheets, key={"signals": sum(row[1] for row in found.by_code)})
