"""The figures of a report as plain values under a hash: parts of a month, or a subject's slice of the book."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Refused
from lending.domain.due_dates import add_months
from risk.models import OperationalEvent, RiskReport, SnapshotDay
from risk.portfolio.queries import last_day_of_book
from risk.reports import book_parts, curve_parts, subjects
from risk.reports.book_parts import Days
from risk.reports.chapters import chapters_of
from risk.reports.frozen import freeze_part
from risk.reports.month import month_of
from risk.reports.parts import Month, ReportPart, report_parts


def content_of(report: RiskReport) -> dict[str, Any]:
    """Return everything the figures say now; refuses (`not_closed`) where there is no book to tell of."""
    if report.kind == RiskReport.Kind.MONTHLY:
        month = month_of(report.month_on) if report.month_on else None
        if month is None:
            raise Refused("not_closed", _("The last day of this month is not closed yet."))
        return _content(month.last_on, month.before_on, _month_parts(month))
    day = last_day_of_book()
    if day is None:
        raise Refused("not_closed", _("No day of the book is closed yet."))
    before = last_day_of_book(add_months(day.as_of_on, -1))
    before_on = before.as_of_on if before is not None else None
    return _content(day.as_of_on, before_on, _subject_parts(report, day.as_of_on, before_on))


def _content(on: dt.date, before_on: dt.date | None, parts: list[dict[str, Any]]) -> dict[str, Any]:
    digests = dict(
        SnapshotDay.objects.filter(as_of_on__in=[on, before_on or on]).values_list("as_of_on", "digest")
    )
    return {
        "as_of_on": on.isoformat(),
        "before_on": before_on.isoformat() if before_on else "",
        # The digest of the book's own rows: the figures can be worked out again from them.
        "book": {day.isoformat(): digest for day, digest in sorted(digests.items())},
        "parts": parts,
    }


def _month_parts(month: Month) -> list[dict[str, Any]]:
    found = []
    for part in report_parts():
        read = part.read(month)
        if read is not None:
            found.append(freeze_part(part, read))
    return found


def _subject_parts(report: RiskReport, on: dt.date, before_on: dt.date | None) -> list[dict[str, Any]]:
    """Return the parts of a warning or an assessment: what is seen in its first chapter, how grave in the second."""
    first, second = list(chapters_of(report.kind))[:2]
    slice_of = subjects.days_of(report.subject, report.subject_key, on, before_on)
    if slice_of is not None:
        return _slice_parts(report, slice_of, first, second)
    if report.subject == RiskReport.Subject.RULE:
        use = subjects.read_rule(report.subject_key, on)
        return [freeze_part(_part("rule", first, gettext_lazy("The rule"), subjects.tell_rule), use)]
    event = OperationalEvent.objects.get(number=report.subject_key)
    return [freeze_part(_part("event", first, gettext_lazy("The event"), subjects.tell_event), event)]


def _slice_parts(report: RiskReport, slice_of: Days, first: str, second: str) -> list[dict[str, Any]]:
    whole = Days(slice_of.on, slice_of.before_on)
    parts = [
        (_part("book", first, gettext_lazy("Its loans"), book_parts.tell_book), slice_of),
        (_part("losses", second, gettext_lazy("Expected loss"), curve_parts.tell_losses), slice_of),
    ]
    if report.subject != RiskReport.Subject.BOOK:
        weight = _part("weight", second, gettext_lazy("Its weight"), lambda read: subjects.tell_weight(*read))
        return [freeze_part(part, read) for part, read in [*parts, (weight, (slice_of, whole))]]
    return [freeze_part(part, read) for part, read in parts]


def _part(code: str, chapter: str, title: Any, tell: Any) -> ReportPart:
    return ReportPart(code, chapter, 0, title, lambda month: None, tell)
