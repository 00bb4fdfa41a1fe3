"""The loans of a day for the bureau: from the snapshot of that day, and the notices that were given by then."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from lending.models import Loan
from risk.domain.bureau import Standing, standing_of, why_withheld
from risk.models import AdverseNotice, BureauDispute, BureauFile, BureauRecord, LoanSnapshot
from risk.portfolio.queries import rows_on

WRITTEN_OFF = LoanSnapshot.Status.WRITTEN_OFF


@dataclass(frozen=True)
class Account:
    """A loan as it stood, and why it may not be reported, empty where it may."""

    loan: Loan
    standing: Standing
    withheld: str


def accounts_on(on: dt.date) -> list[Account]:
    """Return every loan on the book at the end of a day, and those that ended in its month, in the order of the loans.

    The same day gives the same accounts whenever it is asked.
    """
    month = on.replace(day=1)
    rows = (
        rows_on(on).select_related("loan__loan__borrower__person", "loan__loan__application").order_by("loan")
    )
    shown = [row for row in rows if row.status != LoanSnapshot.Status.SETTLED or row.from_on >= month]
    free = _free_days([row.loan_id for row in shown], on)
    return [_account(row, free, on) for row in shown]


def _account(row: LoanSnapshot, free: dict[tuple[int, dt.date | None], dt.date], on: dt.date) -> Account:
    loan: Loan = row.loan.loan
    values = (row.status, row.outstanding_fen, row.overdue_fen, row.overdue_since_on, row.five_class)
    standing = standing_of(*values, on)
    person = loan.borrower.person
    withheld = why_withheld(
        standing,
        has_consent=loan.application.credit_consent_at is not None,
        is_known=person is not None and bool(person.real_name),
        free_on=free.get((loan.pk, row.overdue_since_on or None)),
        on=on,
    )
    return Account(loan, standing, withheld)


def _free_days(loan_ids: list[int], on: dt.date) -> dict[tuple[int, dt.date | None], dt.date]:
    """Return from when on each time a loan is behind may be reported; a written-off loan goes by its last time."""
    found: dict[tuple[int, dt.date | None], dt.date] = {}
    rows = AdverseNotice.objects.filter(loan__in=loan_ids, told_on__lte=on).order_by("overdue_since_on")
    for loan_id, since_on, free in rows.values_list("loan", "overdue_since_on", "free_on"):
        found[loan_id, since_on] = found[loan_id, None] = free
    return found


def corrections_due() -> list[BureauDispute]:
    """Return the disputes that put a record right which no file that went or goes out has corrected yet."""
    told = BureauRecord.objects.filter(corrects=OuterRef("record")).exclude(
        file__status=BureauFile.Status.DROPPED
    )
    rows = BureauDispute.objects.filter(~Exists(told), status=BureauDispute.Status.CORRECTED)
    return list(rows.select_related("record__loan__borrower__person").order_by("pk"))


def disputed_loans() -> set[int]:
    """Return the loans about which somebody has raised a dispute that is not answered."""
    rows = BureauDispute.objects.filter(status=BureauDispute.Status.OPEN)
    return set(rows.values_list("record__loan", flat=True))
