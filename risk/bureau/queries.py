"""What the pages about the credit bureau read."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts import clock
from accounts.approvals import is_same_person
from accounts.models import Appointment, Message, User
from accounts.models.in_force import holds_today
from accounts.roles import ROLES
from accounts.staff.open_work import WorkItem
from lending.models import Loan
from risk.bureau.rules import ANSWER
from risk.models import AdverseNotice, BureauDispute, BureauFile, BureauRecord, SnapshotDay

REPORTED = (BureauFile.Status.SENT, BureauFile.Status.REPLACED)


def files() -> "QuerySet[BureauFile]":
    """Return the files, newest first."""
    return BureauFile.objects.select_related("made_by", "checked_by").order_by("-pk")


def next_month_end() -> dt.date | None:
    """Return the last month's end there is a book of and no file that went or goes out; None where all are told."""
    told = BureauFile.objects.exclude(status=BureauFile.Status.DROPPED).values("as_of_on")
    rows = (
        SnapshotDay.objects.exclude(as_of_on__in=told)
        .order_by("-as_of_on")
        .values_list("as_of_on", flat=True)
    )
    ends = (day for day in rows[:62] if (day + dt.timedelta(days=1)).day == 1)
    return next(ends, None)


def records_of(file: BureauFile, view: str) -> "QuerySet[BureauRecord]":
    """Return the lines of a file: all that go out, the adverse ones, corrections, or what is withheld."""
    rows = BureauRecord.objects.filter(file=file).select_related("loan", "borrower", "corrects")
    wanted = {
        "withheld": ~Q(withheld=""),
        "adverse": Q(withheld="", is_adverse=True, corrects=None),
        "corrections": Q(corrects__isnull=False),
    }
    return rows.filter(wanted.get(view, Q(withheld=""))).order_by("-pk")


def reported_about(borrower: User) -> "QuerySet[BureauRecord]":
    """Return what the bureau was told about a borrower, newest first."""
    rows = BureauRecord.objects.filter(borrower=borrower, withheld="", file__status__in=REPORTED)
    return rows.select_related("loan", "file", "corrects").order_by("-pk")


def notices_to(borrower: User) -> list[AdverseNotice]:
    """Return the notices a borrower was given, newest first."""
    return list(AdverseNotice.objects.filter(borrower=borrower).select_related("loan").order_by("-pk"))


def disputes_of(record: BureauRecord) -> list[BureauDispute]:
    """Return the disputes about a record, newest first."""
    return list(record.disputes.select_related("answered_by").order_by("-pk"))


@dataclass(frozen=True)
class NoticeRow:
    """A notice with how it was delivered: each channel with its state."""

    notice: AdverseNotice
    deliveries: list[str]
    read_at: dt.datetime | None


def notices() -> "QuerySet[AdverseNotice]":
    """Return every notice, newest first."""
    return AdverseNotice.objects.select_related("loan", "borrower").order_by("-pk")


def notice_rows(page: list[AdverseNotice]) -> list[NoticeRow]:
    """Return notices with what became of their messages, in one query."""
    sent: dict[str, list[Message]] = {}
    for message in Message.objects.filter(key__in=[one.message_key for one in page]).order_by("pk"):
        sent.setdefault(message.key, []).append(message)
    return [
        NoticeRow(
            one,
            [
                f"{row.get_channel_display()}: {row.get_status_display()}"
                for row in sent.get(one.message_key, [])
            ],
            next((row.read_at for row in sent.get(one.message_key, []) if row.read_at), None),
        )
        for one in page
    ]


def disputes(view: str) -> "QuerySet[BureauDispute]":
    """Return the disputes that are open, late or answered, or all; the most urgent open ones first."""
    rows = BureauDispute.objects.select_related("record__loan", "record__file", "borrower", "answered_by")
    wanted = {
        "open": Q(status=BureauDispute.Status.OPEN),
        "late": Q(status=BureauDispute.Status.OPEN, due_on__lt=clock.today()),
        "answered": ~Q(status=BureauDispute.Status.OPEN),
    }
    return rows.filter(wanted.get(view, Q())).order_by("-pk")


def open_disputes(user: User) -> "QuerySet[BureauDispute]":
    """Return the disputes this colleague may answer: not those about what the colleague reported."""
    rows = BureauDispute.objects.filter(status=BureauDispute.Status.OPEN)
    if not user.has_right(ANSWER):
        return rows.none()
    own = Q(record__file__made_by=user) | Q(record__file__checked_by=user)
    return rows.exclude(own)


def late_disputes(user: User) -> list[WorkItem]:
    """Return the open disputes past their last day, for whoever may answer them."""
    rows = open_disputes(user).filter(due_on__lt=clock.today()).order_by("due_on", "pk")
    return [WorkItem(one.number, f"/office/risk/bureau/disputes/{one.number}/") for one in rows]


def answerers(dispute: BureauDispute) -> list[User]:
    """Return the colleagues who may answer a dispute."""
    roles = [role for role, rights in ROLES.items() if ANSWER in rights]
    seated = Appointment.objects.filter(holds_today(), position__carries__role__in=roles)
    rows = User.objects.filter(pk__in=seated.values("user"), is_active=True).select_related("person")
    file = dispute.record.file
    barred = [one for one in (file.made_by, file.checked_by, dispute.borrower) if one is not None]
    return [user for user in rows.order_by("pk") if not any(is_same_person(user, one) for one in barred)]


@dataclass(frozen=True)
class LoanRecords:
    """What the bureau was told about one loan, for the loan's page."""

    loan: Loan
    last: BureauRecord | None
    notice: AdverseNotice | None


def records_of_loan(loan: Loan) -> LoanRecords | None:
    """Return the last record and notice of a loan; None where there is neither."""
    last = reported_about(loan.borrower).filter(loan=loan, corrects=None).first()
    notice = AdverseNotice.objects.filter(loan=loan).order_by("-pk").first()
    return LoanRecords(loan, last, notice) if last is not None or notice is not None else None
