"""Count the days a loan is late, at the end of a day."""

import datetime as dt

from django.db import transaction

from accounts.events import EventInput, record_events
from lending.goods.pauses import paused_loans
from lending.models import Instalment, Loan
from lending.repayment.book import LoanBook, lock_books
from lending.repayment.dues import refresh_overdue

OVERDUE_FIELDS = ["late_contract_fen_days", "late_overdue_fen_days", "overdue_interest_fen"]


def find_loans_to_count(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the active loans this day's close has not passed over yet, in the order of their ids."""
    open_loans = Loan.objects.filter(
        status=Loan.Status.ACTIVE,
        closed_through_on__lt=business_date,
        disbursed_on__lte=business_date,
        pk__gt=after_id,
    )
    return list(open_loans.order_by("pk").values_list("pk", flat=True)[:limit])


def count_overdue(*, business_date: dt.date, loan_ids: list[int]) -> int:
    """Bring overdue interest and the date since when a loan is late up to the end of the day; return how many are late.

    Loans that are not late, paused, or at the bank for a card debit are only marked as closed through the day.
    """
    late_ids = (
        Instalment.objects.filter(
            loan__in=loan_ids,
            due_on__lt=business_date,
            settled_at=None,
            superseded_at=None,
            loan__debit_asked_on=None,
        )
        .exclude(loan__in=paused_loans())
        .values_list("loan", flat=True)
        .distinct()
    )
    with transaction.atomic():
        books = lock_books(late_ids)
        for book in books:
            refresh_overdue(book, business_date)
        _write(books, business_date)
        Loan.objects.filter(pk__in=loan_ids, closed_through_on__lt=business_date).update(
            closed_through_on=business_date
        )
    return len(books)


def _write(books: list[LoanBook], business_date: dt.date) -> None:
    rows = [row for book in books for row in book.instalments if row.due_on < business_date]
    Instalment.objects.bulk_update(rows, OVERDUE_FIELDS, batch_size=100)
    newly_late = []
    for book in books:
        if book.loan.overdue_since_on is None:
            newly_late.append(
                EventInput("loan.overdue", book.loan, {"since": book.instalments[0].due_on.isoformat()})
            )
        book.loan.overdue_since_on = book.instalments[0].due_on
    Loan.objects.bulk_update([book.loan for book in books], ["overdue_since_on"], batch_size=200)
    record_events(newly_late, actor=None)
