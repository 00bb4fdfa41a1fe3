"""What this room knows of a borrower: reported records, notices, disputes; what binds it, and how it is erased."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

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
from accounts.rules import rule_value
from risk.bureau.queries import notices_to, reported_about
from risk.models import BureauDispute, BureauRecord

NUMBER = gettext_lazy("Number")
LOAN = gettext_lazy("Loan")


def register_bureau_data() -> None:
    """Register parts, binding and eraser of this room."""
    register_personal_data(
        PersonalData(
            "bureau_records",
            gettext_lazy("What the credit bureau was told"),
            90,
            {
                "number": NUMBER,
                "loan": LOAN,
                "period_on": gettext_lazy("As of"),
                "state": gettext_lazy("State of the account"),
                "outstanding_fen": gettext_lazy("Principal"),
                "overdue_fen": gettext_lazy("Overdue principal"),
                "days_past_due": gettext_lazy("Days past due"),
                "five_class": pgettext_lazy("bureau", "Class"),
                "is_disputed": gettext_lazy("Marked as disputed"),
                "sent_at": gettext_lazy("Sent"),
            },
            _records,
        ),
        PersonalData(
            "adverse_notices",
            gettext_lazy("Notices before arrears are reported"),
            91,
            {
                "number": NUMBER,
                "loan": LOAN,
                "told_on": gettext_lazy("Told on"),
                "free_on": gettext_lazy("May be reported from"),
            },
            _notices,
        ),
        PersonalData(
            "bureau_disputes",
            gettext_lazy("Disputes about credit records"),
            92,
            {
                "number": NUMBER,
                "record": pgettext_lazy("bureau", "Record"),
                "status": gettext_lazy("State"),
                "raised_at": gettext_lazy("When"),
                "words": gettext_lazy("In your words"),
                "answer": gettext_lazy("The answer"),
            },
            _disputes,
        ),
    )
    register_binding("bureau", bindings)
    register_eraser("bureau", 16, erase)


def _records(user: User) -> Iterator[Record]:
    for row in reported_about(user).order_by("pk"):
        yield {
            "number": row.number,
            "loan": row.loan.number,
            "period_on": row.period_on,
            "state": Coded(row.state, row.get_state_display()),
            "outstanding_fen": row.outstanding_fen,
            "overdue_fen": row.overdue_fen,
            "days_past_due": row.days_past_due,
            "five_class": Coded(row.five_class, row.get_five_class_display()),
            "is_disputed": row.is_disputed,
            "sent_at": row.file.sent_at,
        }


def _notices(user: User) -> Iterator[Record]:
    for row in reversed(notices_to(user)):
        yield {
            "number": row.number,
            "loan": row.loan.number,
            "told_on": row.told_on,
            "free_on": row.free_on,
        }


def _disputes(user: User) -> Iterator[Record]:
    for row in BureauDispute.objects.filter(borrower=user).select_related("record").order_by("pk"):
        yield {
            "number": row.number,
            "record": row.record.number,
            "status": Coded(row.status, row.get_status_display()),
            "raised_at": row.raised_at,
            "words": row.words,
            "answer": row.answer,
        }


def bindings(user: User) -> list[Binding]:
    """An open dispute binds without a date; adverse records as long as the bureau keeps them (RULES credit.data)."""
    found = []
    if BureauDispute.objects.filter(borrower=user, status=BureauDispute.Status.OPEN).exists():
        found.append(Binding(_("A dispute about a credit record is open.")))
    last = (
        BureauRecord.objects.filter(borrower=user, withheld="", is_adverse=True)
        .order_by("-period_on")
        .first()
    )
    if last is not None:
        kept = dt.timedelta(days=rule_value("bureau.report")["adverse_kept_days"])
        found.append(Binding(_("The credit bureau was told of arrears."), last.period_on + kept))
    return found


def erase(user: User) -> None:
    """Empty what was written; figures stay without anybody to belong to."""
    BureauDispute.objects.filter(borrower=user).update(words="", answer="")
