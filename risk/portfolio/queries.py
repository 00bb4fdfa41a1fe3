"""Reading the snapshot: the loans of any day gone by, the book's sums day by day, and what vintages need."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from lending.models import Loan
from risk.domain.portfolio import LoanDay
from risk.domain.vintages import VintageLoan, month_end
from risk.models import ClassDowngrade, LoanSnapshot, SnapshotDay, SnapshotLoan

FIELDS = (
    "loan_id",
    "status",
    "outstanding_fen",
    "overdue_fen",
    "overdue_since_on",
    "bucket",
    "five_class",
    "is_watched",
    "written_off_fen",
    "recovered_fen",
    "loan__principal_fen",
    "loan__disbursed_on",
    "loan__grade",
    "loan__line",
    "loan__dealer_id",
    "loan__region",
    "loan__periods",
)

FILTERS = {
    "status": "status",
    "bucket": "bucket",
    "over": "bucket__gte",
    "five_class": "five_class__in",
    "grade": "loan__grade",
    "line": "loan__line",
    "region": "loan__region",
    "term": "loan__periods",
}


def rows_on(on: dt.date, loan_ids: Iterable[int] | None = None) -> "QuerySet[LoanSnapshot]":
    """Return the row that held of each loan at the end of a day: its newest one up to then."""
    later = LoanSnapshot.objects.filter(
        loan=OuterRef("loan"), from_on__gt=OuterRef("from_on"), from_on__lte=on
    )
    rows = LoanSnapshot.objects.filter(~Exists(later), from_on__lte=on)
    return rows if loan_ids is None else rows.filter(loan__in=list(loan_ids))


def loans_on(on: dt.date) -> list[LoanDay]:
    """Return every loan paid out up to a day as it was at its end."""
    return [LoanDay(*row) for row in rows_on(on).order_by("loan").values_list(*FIELDS)]


def vintage_loans(on: dt.date, bucket: int) -> list[VintageLoan]:
    """Return every loan with the first day, up to a day, on which it was in a bucket or a worse one."""
    first: dict[int, tuple[dt.date, int]] = {}
    bad = LoanSnapshot.objects.filter(bucket__gte=bucket, from_on__lte=on).order_by("loan", "from_on")
    for loan_id, from_on, fen in bad.values_list("loan", "from_on", "outstanding_fen"):
        first.setdefault(loan_id, (from_on, fen))
    loans = SnapshotLoan.objects.filter(disbursed_on__lte=on)
    return [
        VintageLoan(disbursed_on, principal_fen, *first.get(pk, (None, 0)))
        for pk, disbursed_on, principal_fen in loans.values_list("pk", "disbursed_on", "principal_fen")
    ]


def days_of_book(on: dt.date, count: int) -> list[SnapshotDay]:
    """Return the book's sums of the last days up to one, oldest first."""
    return list(SnapshotDay.objects.filter(as_of_on__lte=on).order_by("-as_of_on")[:count])[::-1]


def month_ends_of_book(on: dt.date, count: int) -> list[SnapshotDay]:
    """Return the book's sums at the ends of months up to a day, and of the day itself last, oldest first."""
    ends = [
        one
        for one in SnapshotDay.objects.filter(as_of_on__lte=on).order_by("-as_of_on")[: count * 31]
        if (one.as_of_on + dt.timedelta(days=1)).day == 1 or one.as_of_on == on
    ]
    return ends[:count][::-1]


def last_day_of_book(until: dt.date | None = None) -> SnapshotDay | None:
    """Return the newest day there is a snapshot of, up to a day where one is given."""
    rows = SnapshotDay.objects.all() if until is None else SnapshotDay.objects.filter(as_of_on__lte=until)
    return rows.order_by("-as_of_on").first()


def first_day_of_book() -> SnapshotDay | None:
    """Return the oldest day there is a snapshot of."""
    return SnapshotDay.objects.order_by("as_of_on").first()


def loan_rows(on: dt.date, wanted: Mapping[str, Any]) -> "QuerySet[LoanSnapshot]":
    """Return the loans of a day behind a figure, with what a row shows; without a status those on the book."""
    rows = rows_on(on).select_related("loan__loan", "loan__dealer__organisation", "loan__product_version")
    found = {FILTERS[name]: value for name, value in wanted.items() if name in FILTERS}
    if wanted.get("month") is not None:
        month = wanted["month"]
        found |= {"loan__disbursed_on__gte": month, "loan__disbursed_on__lte": month_end(month)}
    if wanted.get("dealer") is not None:
        found["loan__dealer"] = wanted["dealer"] or None
    return rows.filter(**{"status": LoanSnapshot.Status.ACTIVE, **found})


def states_of_loan(loan: Loan, until: dt.date | None = None) -> list[LoanSnapshot]:
    """Return everything the snapshot says of one loan, newest first."""
    rows = LoanSnapshot.objects.filter(loan=loan.pk)
    rows = rows if until is None else rows.filter(from_on__lte=until)
    return list(rows.order_by("-from_on"))


def downgrades_of(loan: Loan) -> list[ClassDowngrade]:
    """Return the downgrades of one loan, newest first."""
    rows = ClassDowngrade.objects.filter(loan=loan).select_related("planned_by", "lifted_by")
    return list(rows.order_by("-pk"))
