"""Sum up the book of a day once its loans are written down."""

import datetime as dt
import hashlib
import json

from django.db import transaction

from risk.domain.classification import CLASSES
from risk.domain.portfolio import LoanDay, book_figures
from risk.models import SnapshotDay, SnapshotLoan
from risk.portfolio.queries import loans_on


def find_day_to_seal(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return one number where the day is still to be summed up; a company without loans has no book."""
    if after_id or SnapshotDay.objects.filter(as_of_on=business_date).exists():
        return []
    return [1] if SnapshotLoan.objects.filter(disbursed_on__lte=business_date).exists() else []


def seal_snapshot(*, business_date: dt.date) -> SnapshotDay:
    """Write the day's sums and digest; a day that has them keeps them."""
    with transaction.atomic():
        found = SnapshotDay.objects.filter(as_of_on=business_date).first()
        return found or SnapshotDay.objects.create(**sums_of(loans_on(business_date), business_date))


def sums_of(loans: list[LoanDay], on: dt.date) -> dict[str, object]:
    """Return the fields of a day's row for its loans."""
    figures = book_figures(loans)
    return {
        "as_of_on": on,
        "loans": figures.book.loans,
        "book_fen": figures.book.fen,
        "overdue_fen": figures.overdue_fen,
        "by_bucket": [list(one) for one in figures.by_bucket],
        "by_class": {name: list(figures.by_class[name]) for name in CLASSES},
        "watched_fen": figures.watched.fen,
        "written_off_fen": figures.written_off.fen,
        "recovered_fen": figures.recovered_fen,
        "digest": digest_of(loans),
    }


def digest_of(loans: list[LoanDay]) -> str:
    """Return a hash over every loan of the day: two snapshots are equal when their digests are."""
    lines = [json.dumps(list(loan), default=str) for loan in sorted(loans)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
