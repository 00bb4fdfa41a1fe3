"""What stops or names a customer, in the tracking file: marks on loans and applications, holds, hits of lists."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import PersonHold, WatchHit
from accounts.watch.payloads import SEE as SEE_LISTS
from accounts.watch.story import severity_words
from accounts.web.object_pages import object_url
from accounts.web.parts import Moment
from lending.models import ApplicationHold, LoanHold
from risk.database.readings import local, newest, newest_first, who_did
from risk.database.timeline import FileSubject, Window, add_timeline_source


def register_mark_sources() -> None:
    """Hang them in. Why a person is held may be a list, and who may not see lists is not told."""
    add_timeline_source("loan_holds", "mark", loan_holds)
    add_timeline_source("application_holds", "mark", application_holds)
    add_timeline_source("person_holds", "mark", person_holds, right=SEE_LISTS)
    add_timeline_source("list_hits", "list", list_hits, right=SEE_LISTS)


def loan_holds(subject: FileSubject, window: Window) -> list[Moment]:
    """Marks on loans: disputed, deceased, taken out by fraud."""
    rows = LoanHold.objects.filter(loan__borrower=subject.of_customer)
    rows = rows.select_related("loan", "placed_by", "released_by")
    placed = [
        Moment(
            title=_("Marked: %(mark)s") % {"mark": row.get_kind_display()},
            at=local(row.placed_at),
            sentence=f"{row.loan.number} · {row.reason}",
            who=row.placed_by.name,
            url=object_url(window.viewer, "loan", row.loan.number),
            icon="lock",
            tone="attention",
        )
        for row in newest(rows, "placed_at", window)
    ]
    released = [
        Moment(
            title=_("Mark taken off: %(mark)s") % {"mark": row.get_kind_display()},
            at=local(row.released_at),
            sentence=f"{row.loan.number} · {row.outcome}",
            who=who_did(row.released_by),
            url=object_url(window.viewer, "loan", row.loan.number),
            icon="lock-open",
        )
        for row in newest(rows, "released_at", window)
    ]
    return newest_first([*placed, *released], window)


def application_holds(subject: FileSubject, window: Window) -> list[Moment]:
    """Stops on applications."""
    rows = ApplicationHold.objects.filter(application__borrower=subject.of_customer)
    rows = rows.select_related("application", "placed_by", "released_by")
    placed = [
        _application_hold(row, _("Application stopped"), row.placed_at, row.placed_by.name, window)
        for row in newest(rows, "placed_at", window)
    ]
    released = [
        _application_hold(row, _("Application set free"), row.released_at, who_did(row.released_by), window)
        for row in newest(rows, "released_at", window)
    ]
    return newest_first([*placed, *released], window)


def _application_hold(
    row: ApplicationHold, title: str, at: dt.datetime | None, who: str, window: Window
) -> Moment:
    return Moment(
        title=title,
        at=local(at),
        sentence=f"{row.application.number} · {row.reason}",
        who=who,
        url=object_url(window.viewer, "application", row.application.number),
        icon="lock",
        tone="attention",
    )


def person_holds(subject: FileSubject, window: Window) -> list[Moment]:
    """Holds on the person, with the review each came from."""
    rows = PersonHold.objects.filter(user=subject.of_customer).select_related("review")
    placed = [
        _person_hold(row, _("Person held: %(cause)s"), row.placed_at, window, "danger")
        for row in newest(rows, "placed_at", window)
    ]
    lifted = [
        _person_hold(row, _("Hold lifted: %(cause)s"), row.lifted_at, window, "quiet")
        for row in newest(rows, "lifted_at", window)
    ]
    return newest_first([*placed, *lifted], window)


def _person_hold(row: PersonHold, title: str, at: dt.datetime | None, window: Window, tone: str) -> Moment:
    return Moment(
        title=title % {"cause": row.get_cause_display()},
        at=local(at),
        sentence=f"{row.number} · {row.review.number}",
        url=object_url(window.viewer, "identityreview", row.review.number),
        icon="user-x",
        tone=tone,
    )


def list_hits(subject: FileSubject, window: Window) -> list[Moment]:
    """Where a list named the customer, and what was found about it."""
    rows = WatchHit.objects.filter(user=subject.of_customer).select_related("entry")
    found = [
        Moment(
            title=_("Found on the %(list)s") % {"list": row.entry.list_name},
            at=local(row.found_at),
            sentence=f"{row.number} · {row.entry.number} · {severity_words(row.entry.severity)}",
            url=object_url(window.viewer, "watchentry", row.entry.number),
            icon="shield-alert",
            tone="danger" if row.entry.is_black else "attention",
        )
        for row in newest(rows, "found_at", window)
    ]
    decided = [
        Moment(
            title=_("Hit of a list: %(state)s") % {"state": row.get_status_display()},
            at=local(row.decided_at),
            sentence=f"{row.number} · {row.entry.number}",
            url=object_url(window.viewer, "watchentry", row.entry.number),
            icon="shield-check",
        )
        for row in newest(rows, "decided_at", window)
    ]
    return newest_first([*found, *decided], window)
