"""What collection knows of a person: contacts, promises, complaints, hours; what binds it, how it is erased."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.personal_data import (
    Binding,
    Coded,
    PersonalData,
    Record,
    register_binding,
    register_eraser,
    register_personal_data,
)
from risk.collections.rules import work_rule
from risk.collections.story import hours_words
from risk.collections.words import said_words
from risk.models import AgreedHours, CollectionCase, CollectionContact, ContactComplaint, PaymentPromise

LOAN = gettext_lazy("Loan")
NUMBER = gettext_lazy("Number")


def register_collection_data() -> None:
    """Register parts, binding and eraser of collection."""
    register_personal_data(
        PersonalData(
            "collection_contacts",
            gettext_lazy("Who contacted you about overdue loans"),
            86,
            {
                "number": NUMBER,
                "loan": LOAN,
                "made_at": gettext_lazy("When"),
                "channel": gettext_lazy("Channel"),
                "purpose": gettext_lazy("Purpose of the contact"),
                "officer": gettext_lazy("Staff number"),
                "reached": gettext_lazy("Outcome"),
                "said": gettext_lazy("What you said"),
                "note": gettext_lazy("Note"),
            },
            _contacts,
        ),
        PersonalData(
            "payment_promises",
            gettext_lazy("Promises to pay"),
            87,
            {
                "number": NUMBER,
                "loan": LOAN,
                "promised_fen": gettext_lazy("Promised"),
                "due_on": gettext_lazy("Promised for"),
                "status": gettext_lazy("State"),
                "paid_fen": gettext_lazy("Paid"),
            },
            _promises,
        ),
        PersonalData(
            "contact_complaints",
            gettext_lazy("Complaints about contacts"),
            88,
            {
                "number": NUMBER,
                "contact": gettext_lazy("Contact"),
                "made_at": gettext_lazy("When"),
                "words": gettext_lazy("In your words"),
            },
            _complaints,
        ),
        PersonalData(
            "agreed_hours",
            gettext_lazy("Hours in which you agreed to be called"),
            89,
            {
                "hours": gettext_lazy("Hours"),
                "agreed_at": gettext_lazy("Agreed"),
                "ended_at": gettext_lazy("Taken back"),
            },
            _hours,
        ),
    )
    register_binding("collections", bindings)
    register_eraser("collections", 15, erase)


def _contacts(user: User) -> Iterator[Record]:
    rows = CollectionContact.objects.filter(debtor=user).select_related("case__loan", "officer")
    for row in rows.order_by("pk"):
        yield {
            "number": row.number,
            "loan": row.case.loan.number,
            "made_at": row.made_at,
            "channel": Coded(row.channel, row.get_channel_display()),
            "purpose": Coded(row.purpose, row.get_purpose_display()),
            "officer": row.officer.number,
            "reached": Coded(row.reached, row.get_reached_display()) if row.reached else None,
            "said": said_words(row.said),
            "note": row.note,
        }


def _promises(user: User) -> Iterator[Record]:
    rows = PaymentPromise.objects.filter(case__loan__borrower=user).select_related("case__loan")
    for row in rows.order_by("pk"):
        yield {
            "number": row.number,
            "loan": row.case.loan.number,
            "promised_fen": row.promised_fen,
            "due_on": row.due_on,
            "status": Coded(row.status, row.get_status_display()),
            "paid_fen": row.paid_fen,
        }


def _complaints(user: User) -> Iterator[Record]:
    for row in ContactComplaint.objects.filter(customer=user).select_related("contact").order_by("pk"):
        yield {
            "number": row.number,
            "contact": row.contact.number,
            "made_at": row.made_at,
            "words": row.words,
        }


def _hours(user: User) -> Iterator[Record]:
    for row in AgreedHours.objects.filter(debtor=user).order_by("pk"):
        yield {"hours": hours_words(row), "agreed_at": row.agreed_at, "ended_at": row.ended_at}


def bindings(user: User) -> list[Binding]:
    """A case that runs binds; a closed one as long as complaints and suits about its contacts may come."""
    cases = CollectionCase.objects.filter(loan__borrower=user)
    if cases.filter(status__in=CollectionCase.LIVE).exists():
        return [Binding(_("A loan is overdue."))]
    last_on = cases.order_by("-closed_on").values_list("closed_on", flat=True).first()
    if last_on is None:
        return []
    kept = dt.timedelta(days=work_rule().kept_days)
    return [Binding(_("Records of contacts about overdue loans are kept."), last_on + kept)]


def erase(user: User) -> None:
    """Empty what was written and said; times, channels and outcomes stay without anybody to belong to."""
    CollectionContact.objects.filter(debtor=user).update(note="", said=[])
    ContactComplaint.objects.filter(customer=user).update(words="")
    AgreedHours.objects.filter(debtor=user).delete()
