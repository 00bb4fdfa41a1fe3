"""Give the borrower notice, with a date, that the loan will be called in."""

import datetime as dt

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from lending.bad_days.acceleration import check_may_call_in, notice_days
from lending.models import Acceleration
from lending.repayment.dues import collect_dues
from lending.repayment.open_book import lock_open_book
from lending.services.propose_acceleration import KIND, payload_of


def give_acceleration_notice(*, number: str, actor: User | None) -> Acceleration:
    """Use the approval up and name the day by which all arrears must be paid; the message goes out by the event.

    Refuses what `consume_approval` refuses and, as things stand today, what `check_may_call_in` refuses.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        row = Acceleration.objects.select_related("loan").get(number=number)
        if row.status != Acceleration.Status.PLANNED:
            return row
        consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        row = lock_one(Acceleration.objects.filter(number=number))
        book = lock_open_book(row.loan_id)
        check_may_call_in(book, today)
        effective_on = today + dt.timedelta(days=notice_days(book.loan))
        move(
            row,
            Acceleration.Status.NOTICED,
            actor=actor,
            data={"loan": book.loan.number, "effective_on": effective_on.isoformat()},
            arrears_fen=collect_dues(book, today).now_fen,
            noticed_on=today,
            effective_on=effective_on,
        )
    return row
