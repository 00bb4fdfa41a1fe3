"""What stands in the files of customers and dealers alike: notes, watches, samples and findings of inspections."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.web.object_pages import object_url
from accounts.web.parts import Moment
from lending.models import Application, GoodsOrder, Loan
from risk.database.readings import local, newest, newest_first, who_did
from risk.database.timeline import FileSubject, Window, add_timeline_source
from risk.inspections.registrations import SEE as SEE_INSPECTIONS
from risk.models import CreditCase, FileNote, InspectionSample, RiskWatch, WatchReview

REVIEW_TONES = {"nothing": "good", "concern": "attention", "worse": "danger"}


def register_shared_sources() -> None:
    """Hang them into both kinds of files."""
    for is_of_dealers in (False, True):
        add_timeline_source("notes", "note", notes, is_of_dealers=is_of_dealers)
        add_timeline_source("watches", "watch", watches, is_of_dealers=is_of_dealers)
        add_timeline_source("reviews", "watch", reviews, is_of_dealers=is_of_dealers)
        add_timeline_source(
            "inspections", "inspection", inspections, is_of_dealers=is_of_dealers, right=SEE_INSPECTIONS
        )


def watches_of(subject: FileSubject) -> "QuerySet[RiskWatch]":
    """Return every watch on the subject, on its loans too."""
    if subject.dealer is not None:
        return RiskWatch.objects.filter(dealer=subject.dealer)
    return RiskWatch.objects.filter(customer=subject.of_customer)


def notes_of(subject: FileSubject) -> "QuerySet[FileNote]":
    """Return the notes on a file."""
    if subject.dealer is not None:
        return FileNote.objects.filter(dealer=subject.dealer)
    return FileNote.objects.filter(customer=subject.of_customer)


def notes(subject: FileSubject, window: Window) -> list[Moment]:
    """Notes with their author; one that was struck out says so and why."""
    rows = notes_of(subject).select_related("written_by", "struck_by")
    return [
        Moment(
            title=_("Note struck out") if row.struck_at else pgettext("on a tracking file", "Note"),
            at=local(row.written_at),
            sentence=_struck(row) if row.struck_at else row.words,
            who=row.written_by.name,
            icon="notebook-pen",
        )
        for row in newest(rows, "written_at", window)
    ]


def _struck(row: FileNote) -> str:
    return _("%(words)s — struck out by %(name)s: %(why)s") % {
        "words": row.words,
        "name": who_did(row.struck_by),
        "why": row.struck_because,
    }


def watches(subject: FileSubject, window: Window) -> list[Moment]:
    """When a watch began, when its exit was proposed, when it ended."""
    rows = watches_of(subject).select_related("owner", "placed_by", "ended_by", "loan")
    begun = [
        _watch(
            row,
            _("Put under watch: %(trigger)s") % {"trigger": row.get_trigger_display()},
            local(row.placed_at),
            row.words,
            row.placed_by.name,
            window,
            "attention",
        )
        for row in newest(rows, "placed_at", window)
    ]
    ended = [
        _watch(
            row, _("Watch ended"), local(row.ended_at), row.end_words, who_did(row.ended_by), window, "good"
        )
        for row in newest(rows, "ended_at", window)
    ]
    return newest_first([*begun, *ended], window)


def _watch(
    row: RiskWatch, title: str, at: dt.datetime, words: str, who: str, window: Window, tone: str
) -> Moment:
    loan = row.loan.number if row.loan is not None else ""
    return Moment(
        title=title,
        at=at,
        sentence=" · ".join(word for word in (row.number, loan, words) if word),
        who=who,
        url=object_url(window.viewer, "riskwatch", row.number),
        icon="binoculars",
        tone=tone,
    )


def reviews(subject: FileSubject, window: Window) -> list[Moment]:
    """What each review of a watch found."""
    rows = WatchReview.objects.filter(watch__in=watches_of(subject)).select_related("watch", "reviewed_by")
    return [
        Moment(
            title=_("Watch reviewed, found: %(found)s") % {"found": row.get_found_display()},
            at=local(row.reviewed_at),
            sentence=f"{row.watch.number} · {row.words}",
            who=row.reviewed_by.name,
            url=object_url(window.viewer, "riskwatch", row.watch.number),
            icon="calendar-check",
            tone=REVIEW_TONES[row.found],
        )
        for row in newest(rows, "reviewed_at", window)
    ]


def inspections(subject: FileSubject, window: Window) -> list[Moment]:
    """Inspections that drew something of the subject into their sample, with the result."""
    rows = InspectionSample.objects.filter(
        number__in=_numbers_of(subject), inspection__reported_at__isnull=False
    )
    return [
        Moment(
            title=_("Looked at by an inspection: %(result)s") % {"result": row.get_result_display()},
            at=local(row.inspection.reported_at),
            sentence=" · ".join(word for word in (row.inspection.number, row.number, row.remark) if word),
            url=object_url(window.viewer, "inspection", row.inspection.number),
            icon="clipboard-list",
            tone="danger" if row.result == InspectionSample.Result.FINDING else "quiet",
        )
        for row in newest(rows.select_related("inspection"), "inspection__reported_at", window)
    ]


def _numbers_of(subject: FileSubject) -> list[str]:
    """Return the numbers under which something of the subject may have been drawn."""
    if subject.dealer is not None:
        orders = GoodsOrder.objects.filter(dealer=subject.dealer)
        return [subject.number, *orders.values_list("number", flat=True)]
    own = subject.of_customer
    found = [own.number]
    for rows in (
        Application.objects.filter(borrower=own),
        Loan.objects.filter(borrower=own),
        CreditCase.objects.filter(application__borrower=own),
    ):
        found += rows.values_list("number", flat=True)
    return found
