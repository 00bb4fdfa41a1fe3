"""What stands in the tracking file of a customer, source by source."""

import datetime as dt
from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.web.formats import yuan
from accounts.web.object_pages import object_url
from accounts.web.parts import Moment
from lending.models import (
    Acceleration,
    Application,
    BorrowerStanding,
    Decision,
    LegalStep,
    Loan,
    ScheduleVersion,
    WriteOff,
)
from lending.redrawing.story import REASONS as REDRAWN_BECAUSE
from risk.collections.story import said_words
from risk.database.readings import local, moment_of, newest, newest_events, newest_first, who_did
from risk.database.timeline import FileSubject, Window, add_timeline_source
from risk.models import (
    Appeal,
    CaseOverride,
    CollectionCase,
    CollectionContact,
    ContactComplaint,
    CreditCase,
    FieldVisit,
    PaymentPromise,
)
from risk.reasons import REASONS

APPLICATION_EVENTS: dict[str, Promise] = {
    "application.submitted": gettext_lazy("Application sent"),
    "application.returned": gettext_lazy("Returned for papers"),
    "application.accepted": gettext_lazy("Offer accepted"),
    "application.listed": gettext_lazy("Listed in the market"),
    "application.withdrawn": gettext_lazy("Withdrawn by the borrower"),
    "application.expired": gettext_lazy("Expired"),
    "application.cancelled": gettext_lazy("Cancelled"),
}
CASE_EVENTS: dict[str, Promise] = {
    "case.opened": gettext_lazy("Case opened"),
    "case.reviewed": gettext_lazy("Opinion written"),
    "case.on_agenda": gettext_lazy("Put before the committee"),
    "case.ended": gettext_lazy("Case ended"),
}
SEE_CASES = "risk.see_cases"
SEE_COLLECTIONS = "risk.see_collections"


def register_customer_sources() -> None:
    """Hang everything in that the house knows of a customer."""
    sources: tuple[tuple[str, str, Callable[[FileSubject, Window], list[Moment]], str], ...] = (
        ("applications", "application", applications, ""),
        ("cases", "case", cases, SEE_CASES),
        ("decisions", "case", decisions, SEE_CASES),
        ("standing", "case", standings, SEE_CASES),
        ("overrides", "case", overrides, SEE_CASES),
        ("appeals", "case", appeals, SEE_CASES),
        ("visits", "visit", visits, SEE_CASES),
        ("loans", "loan", loans, ""),
        ("schedules", "loan", schedules, ""),
        ("legal_steps", "loan", legal_steps, ""),
        ("arrears", "arrears", arrears, ""),
        ("contacts", "contact", contacts, SEE_COLLECTIONS),
        ("promises", "contact", promises, SEE_COLLECTIONS),
        ("complaints", "complaint", complaints, ""),
    )
    for code, kind, read, right in sources:
        add_timeline_source(code, kind, read, right=right)


def applications(subject: FileSubject, window: Window) -> list[Moment]:
    """What became of each application, up to its end."""
    own = Application.objects.filter(borrower=subject.of_customer)
    amounts = dict(own.values_list("number", "amount_fen"))
    events = newest_events({"application": own}, list(APPLICATION_EVENTS), window)
    return [
        moment_of(
            event,
            window,
            title=APPLICATION_EVENTS[event.kind],
            sentence=yuan(amounts.get(event.subject_number) or 0),
            icon="file-text",
            tone="active" if event.kind == "application.submitted" else "quiet",
        )
        for event in events
    ]


def cases(subject: FileSubject, window: Window) -> list[Moment]:
    """The steps of each credit case."""
    own = CreditCase.objects.filter(application__borrower=subject.of_customer)
    events = newest_events({"creditcase": own}, list(CASE_EVENTS), window)
    return [moment_of(event, window, title=CASE_EVENTS[event.kind], icon="folder-open") for event in events]


def decisions(subject: FileSubject, window: Window) -> list[Moment]:
    """What was decided, by whom, with grade and amount, or why not."""
    rows = Decision.objects.filter(application__borrower=subject.of_customer)
    rows = rows.select_related("application", "decided_by")
    return [_decision(row, window) for row in newest(rows, "decided_at", window)]


def _decision(row: Decision, window: Window) -> Moment:
    reasons = "; ".join(str(REASONS.get(code, code)) for code in row.reasons)
    offer = [yuan(row.amount_fen), _("grade %(grade)s") % {"grade": row.grade}] if row.amount_fen else []
    is_refused = row.outcome == Decision.Outcome.REJECT
    return Moment(
        title=_("Decision: %(outcome)s") % {"outcome": row.get_outcome_display()},
        at=local(row.decided_at),
        sentence=" · ".join(word for word in (row.application.number, *offer, reasons) if word),
        who=who_did(row.decided_by) or _("the rules"),
        url=object_url(window.viewer, "application", row.application.number),
        icon="circle-x" if is_refused else "scale",
        tone="danger" if is_refused else "active",
    )


def standings(subject: FileSubject, window: Window) -> list[Moment]:
    """Every grade and limit that was set."""
    own = BorrowerStanding.objects.filter(borrower=subject.of_customer)
    return [
        moment_of(
            event,
            window,
            title=_("Grade and limit set"),
            sentence=" · ".join((str(event.data.get("grade") or "—"), yuan(event.data.get("limit_fen", 0)))),
            icon="circle-gauge",
        )
        for event in newest_events({"borrowerstanding": own}, ["standing.set"], window)
    ]


def overrides(subject: FileSubject, window: Window) -> list[Moment]:
    """Where somebody judged against the card."""
    rows = CaseOverride.objects.filter(case__application__borrower=subject.of_customer)
    return [
        Moment(
            title=_("Judged against the card"),
            at=local(row.made_at),
            sentence=f"{row.case.number} · {row.get_kind_display()} {row.change} · {row.reason_words}",
            who=row.made_by.name,
            url=object_url(window.viewer, "creditcase", row.case.number),
            icon="scale",
            tone="attention",
        )
        for row in newest(rows.select_related("case", "made_by"), "made_at", window)
    ]


def appeals(subject: FileSubject, window: Window) -> list[Moment]:
    """That a declined customer asked for another look."""
    rows = Appeal.objects.filter(application__borrower=subject.of_customer).select_related(
        "application", "case"
    )
    return [
        Moment(
            title=_("Another look asked for"),
            at=local(row.asked_at),
            sentence=f"{row.number} · {row.application.number}",
            url=object_url(window.viewer, "creditcase", row.case.number) if row.case else "",
            icon="user-check",
        )
        for row in newest(rows, "asked_at", window)
    ]


def visits(subject: FileSubject, window: Window) -> list[Moment]:
    """Visits made for cases, with what was found."""
    rows = FieldVisit.objects.filter(case__application__borrower=subject.of_customer)
    rows = rows.select_related("case", "assigned_to")
    return [
        Moment(
            title=_("Visit: %(state)s") % {"state": row.get_status_display()},
            at=local(row.ended_at),
            sentence=" · ".join(word for word in (row.case.number, row.findings) if word),
            who=row.assigned_to.name,
            url=object_url(window.viewer, "creditcase", row.case.number),
            icon="map-pin",
        )
        for row in newest(rows, "ended_at", window)
    ]


def loans(subject: FileSubject, window: Window) -> list[Moment]:
    """Loans paid out, repaid, written off and called in."""
    own = Loan.objects.filter(borrower=subject.of_customer)
    found = [
        *(_loan(one, _("Paid out"), one.disbursed_at, window) for one in newest(own, "disbursed_at", window)),
        *(
            _loan(one, _("Repaid"), one.settled_at, window, "circle-check", "good")
            for one in newest(own, "settled_at", window)
        ),
        *(
            _loan(row.loan, _("Written off"), row.ended_at, window, "archive-x", "danger", row.principal_fen)
            for row in newest(
                WriteOff.objects.filter(loan__in=own, status=WriteOff.Status.DONE).select_related("loan"),
                "ended_at",
                window,
            )
        ),
        *(
            _loan(row.loan, _("Called in"), row.ended_at, window, "gavel", "danger", row.arrears_fen)
            for row in newest(
                Acceleration.objects.filter(loan__in=own, status=Acceleration.Status.IN_FORCE).select_related(
                    "loan"
                ),
                "ended_at",
                window,
            )
        ),
    ]
    return newest_first(found, window)


def _loan(
    loan: Loan,
    title: str,
    at: dt.datetime | None,
    window: Window,
    icon: str = "hand-coins",
    tone: str = "active",
    amount_fen: int | None = None,
) -> Moment:
    said_fen = loan.principal_fen if amount_fen is None else amount_fen
    return Moment(
        title=title,
        at=local(at),
        sentence=f"{loan.number} · {yuan(said_fen)}",
        url=object_url(window.viewer, "loan", loan.number),
        icon=icon,
        tone=tone,
    )


def schedules(subject: FileSubject, window: Window) -> list[Moment]:
    """Schedules drawn anew: restructured, moved, shortened."""
    rows = ScheduleVersion.objects.filter(loan__borrower=subject.of_customer, version__gt=1)
    return [
        Moment(
            title=_("Schedule drawn anew: %(why)s") % {"why": REDRAWN_BECAUSE.get(row.reason, row.reason)},
            at=local(row.made_at),
            sentence=row.loan.number,
            url=object_url(window.viewer, "loan", row.loan.number),
            icon="refresh-cw",
            tone="attention",
        )
        for row in newest(rows.select_related("loan"), "made_at", window)
    ]


def legal_steps(subject: FileSubject, window: Window) -> list[Moment]:
    """Steps before the law."""
    rows = LegalStep.objects.filter(loan__borrower=subject.of_customer)
    return [
        Moment(
            title=row.get_kind_display(),
            at=local(row.recorded_at),
            sentence=f"{row.number} · {row.loan.number}",
            who=row.recorded_by.name,
            url=object_url(window.viewer, "loan", row.loan.number),
            icon="gavel",
            tone="attention",
        )
        for row in newest(rows.select_related("loan", "recorded_by"), "recorded_at", window)
    ]


def arrears(subject: FileSubject, window: Window) -> list[Moment]:
    """Each stretch of arrears, from its first day to the payment that ended it."""
    rows = CollectionCase.objects.filter(loan__borrower=subject.of_customer).select_related("loan")
    begun = [
        _stretch(row, _("Overdue since %(day)s") % {"day": row.overdue_since_on}, row.opened_at, window)
        for row in newest(rows, "opened_at", window)
    ]
    over = [_cured(row, window) for row in newest(rows, "closed_at", window)]
    return newest_first([*begun, *over], window)


def _cured(row: CollectionCase, window: Window) -> Moment:
    days = (row.closed_on - row.overdue_since_on).days if row.closed_on is not None else 0
    title = ngettext("Arrears ended after %(days)s day", "Arrears ended after %(days)s days", days) % {
        "days": days
    }
    return _stretch(row, title, row.closed_at, window, "circle-check", "good")


def _stretch(
    row: CollectionCase,
    title: str,
    at: dt.datetime | None,
    window: Window,
    icon: str = "triangle-alert",
    tone: str = "danger",
) -> Moment:
    words = (row.loan.number, row.number, str(row.get_close_reason_display()) if tone == "good" else "")
    return Moment(
        title=title,
        at=local(at),
        sentence=" · ".join(word for word in words if word),
        url=object_url(window.viewer, "collectioncase", row.number),
        icon=icon,
        tone=tone,
    )


def contacts(subject: FileSubject, window: Window) -> list[Moment]:
    """Each contact of collections, with what came of it."""
    rows = CollectionContact.objects.filter(debtor=subject.of_customer).select_related("case", "officer")
    return [
        Moment(
            title=f"{row.get_channel_display()} · {row.get_purpose_display()}",
            at=local(row.made_at),
            sentence=" · ".join(
                word
                for word in (
                    str(row.get_reached_display() or row.get_status_display()),
                    said_words(row.said),
                    row.note,
                )
                if word
            ),
            who=row.officer.name,
            url=object_url(window.viewer, "collectioncase", row.case.number),
            icon="phone" if row.channel == "call" else "message-square-text",
            tone="active" if row.is_connected else "quiet",
        )
        for row in newest(rows, "made_at", window)
    ]


def promises(subject: FileSubject, window: Window) -> list[Moment]:
    """Each promise to pay, and whether it was kept."""
    rows = PaymentPromise.objects.filter(case__loan__borrower=subject.of_customer)
    rows = rows.select_related("case", "taken_by")
    taken = [
        _promise(row, _("Promised to pay"), row.taken_at, window, "quiet")
        for row in newest(rows, "taken_at", window)
    ]
    ended = [
        _promise(
            row,
            _("Promise to pay: %(state)s") % {"state": row.get_status_display()},
            row.ended_at,
            window,
            "good" if row.status == PaymentPromise.Status.KEPT else "danger",
        )
        for row in newest(rows, "ended_at", window)
    ]
    return newest_first([*taken, *ended], window)


def _promise(row: PaymentPromise, title: str, at: dt.datetime | None, window: Window, tone: str) -> Moment:
    return Moment(
        title=title,
        at=local(at),
        sentence=_("%(amount)s by %(on)s") % {"amount": yuan(row.promised_fen), "on": row.due_on.isoformat()},
        who=row.taken_by.name,
        url=object_url(window.viewer, "collectioncase", row.case.number),
        icon="calendar-clock",
        tone=tone,
    )


def complaints(subject: FileSubject, window: Window) -> list[Moment]:
    """What the customer complained of, by its number: the words stay with who examines it."""
    rows = ContactComplaint.objects.filter(customer=subject.of_customer).select_related("contact__case")
    return [
        Moment(
            title=_("Complaint about a contact"),
            at=local(row.made_at),
            sentence=f"{row.number} · {row.contact.number}",
            url=object_url(window.viewer, "collectioncase", row.contact.case.number),
            icon="message-square-warning",
            tone="attention",
        )
        for row in newest(rows, "made_at", window)
    ]
