"""Writing days of the book down in tests, without closing each of them."""

import datetime as dt

from lending.models import Loan
from risk.models import LoanSnapshot
from risk.services.seal_snapshot import seal_snapshot
from risk.services.take_snapshot import find_loans_to_snapshot, take_snapshot

START = dt.date(2026, 1, 15)
DUE = dt.date(2026, 2, 15)


def write_down(*days: dt.date) -> None:
    """Take the snapshot of these days, as their closes do."""
    for day in days:
        take_snapshot(business_date=day, loan_ids=find_loans_to_snapshot(day, 0, 500))
        seal_snapshot(business_date=day)


def told(loan: Loan) -> list[tuple[str, int, int, str]]:
    """Return what was written down of a loan: day, principal, bucket and class."""
    rows = LoanSnapshot.objects.filter(loan=loan.pk).order_by("from_on")
    return [(f"{row.from_on:%m-%d}", row.outstanding_fen, row.bucket, row.five_class) for row in rows]


def late(days: int) -> dt.date:
    """Return the day on which the unpaid loan is so many days late."""
    return DUE + dt.timedelta(days=days)
