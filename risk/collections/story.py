"""How a collection case reads: its facts, its timeline, what an approver is told."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Approval
from accounts.web.formats import yuan
from accounts.web.parts import Fact, Moment
from risk.collections.queries import CollectionFile
from risk.collections.words import said_words
from risk.models import CollectionCase, CollectionContact, PaymentPromise
from risk.models.collection import Stage

EVENT_WORDS = {
    "collection.opened": gettext_lazy("Collection case opened"),
    "collection.reassigned": gettext_lazy("Collection case given to another officer"),
    "collection.legal": gettext_lazy("Collection case handed over to law"),
    "collection.closed": gettext_lazy("Collection case closed"),
    "collection_contact.ended": gettext_lazy("Contact with a debtor on record"),
    "collection_contact.dropped": gettext_lazy("Call dropped: the arrears were paid"),
    "collection_call.begun": gettext_lazy("Call to a debtor begun"),
    "payment_promise.kept": gettext_lazy("Promise to pay kept"),
    "payment_promise.partly": gettext_lazy("Promise to pay kept in part"),
    "payment_promise.broken": gettext_lazy("Promise to pay broken"),
    "settlement.asked": gettext_lazy("Lenders asked for a settlement"),
    "settlement.ended": gettext_lazy("Every lender has answered on a settlement"),
    "contact_complaint.made": gettext_lazy("Complaint about a contact"),
    "collection_hours.agreed": gettext_lazy("Agreed to other hours of contact"),
    "collection_hours.ended": gettext_lazy("Took the agreed hours of contact back"),
}
TONES = {"kept": "good", "partly": "attention", "broken": "danger", "open": "active"}


def debtor_facts(file: CollectionFile) -> list[Fact]:
    """Return who owes what, masked; the number is shown for a call alone."""
    case, loan = file.case, file.case.loan
    borrower = loan.borrower
    name = borrower.person.masked_name if borrower.person is not None else borrower.number
    facts = [
        Fact(_("Debtor"), name, hint=borrower.number),
        Fact(_("Loan"), loan.number),
        Fact(_("Outstanding principal"), yuan(loan.outstanding_fen), is_figure=True),
        Fact(_("Overdue since"), (loan.overdue_since_on or case.overdue_since_on).isoformat()),
        Fact(_("Stage"), Stage(file.stage).label, hint=_("%(n)s days late") % {"n": file.days_late}),
        Fact(_("Officer"), f"{case.officer.name} · {case.officer.number}" if case.officer else "—"),
    ]
    if file.hours is not None:
        facts.append(Fact(_("Agreed to be called"), hours_words(file.hours)))
    return facts


def hours_words(hours: Any) -> str:
    """Return the hours a debtor agreed to, as times of the day."""
    from_at, until_at = (divmod(minute, 60) for minute in (hours.from_minute, hours.until_minute))
    return "{:02d}:{:02d}–{:02d}:{:02d}".format(*from_at, *until_at)


def timeline(file: CollectionFile) -> list[Moment]:
    """Return what happened in a case, the newest first."""
    case = file.case
    moments = [_opened(case)]
    moments += [_contact(row) for row in file.contacts]
    moments += [_promise(row) for row in file.promises]
    moments += [
        Moment(
            paper.get_kind_display(),
            paper.made_at,
            who=paper.made_by.name,
            url=f"/office/risk/collections/papers/{paper.number}/zh.pdf",
            icon="file-text",
        )
        for paper in file.papers
    ]
    if case.closed_at is not None:
        moments.append(
            Moment(
                _("Case closed"),
                case.closed_at,
                case.get_close_reason_display(),
                icon="circle-check",
                tone="good",
            )
        )
    return sorted(moments, key=lambda one: one.at, reverse=True)


def _opened(case: CollectionCase) -> Moment:
    return Moment(_("Case opened"), case.opened_at, icon="circle-dot", tone="active")


def _contact(row: CollectionContact) -> Moment:
    words = [str(row.get_reached_display() or row.get_status_display()), said_words(row.said), row.note]
    return Moment(
        f"{row.get_channel_display()} · {row.get_purpose_display()}",
        row.made_at,
        " · ".join(word for word in words if word),
        who=f"{row.officer.name} · {row.number}",
        icon="phone" if row.channel == "call" else "message-square-text",
        tone="active" if row.is_connected else "quiet",
    )


def _promise(row: PaymentPromise) -> Moment:
    words = _("%(amount)s by %(on)s") % {"amount": yuan(row.promised_fen), "on": row.due_on.isoformat()}
    paid = _("%(amount)s was paid") % {"amount": yuan(row.paid_fen)} if row.ended_on else ""
    at: dt.datetime = row.ended_at or row.taken_at
    return Moment(
        _("Promise to pay: %(state)s") % {"state": row.get_status_display()},
        at,
        f"{words} · {paid}" if paid else words,
        who=row.taken_by.name,
        icon="calendar-clock",
        tone=TONES[row.status],
    )


def describe_hand_over(approval: Approval) -> list[Fact]:
    """Tell the checker which case would go to law, and what was tried before."""
    case = CollectionCase.objects.select_related("loan").get(pk=approval.subject_id)
    contacts, promises = case.contacts.all(), case.promises.all()
    since = case.loan.overdue_since_on
    return [
        Fact(_("Collection case"), case.number),
        Fact(_("Loan"), case.loan.number),
        Fact(_("Principal left"), yuan(case.loan.outstanding_fen), is_figure=True),
        Fact(_("Overdue since"), since.isoformat() if since else "—"),
        Fact(_("Contacts made"), contacts.count(), is_figure=True),
        Fact(_("The debtor was reached"), contacts.filter(is_connected=True).count(), is_figure=True),
        Fact(
            _("Promises not kept"), promises.filter(status__in=["partly", "broken"]).count(), is_figure=True
        ),
    ]
