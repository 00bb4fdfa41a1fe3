"""Ask for another person's approval to call a loan in."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.put_before_another import put_before_another
from lending.bad_days.acceleration import check_may_call_in
from lending.models import Acceleration, Loan
from lending.repayment.open_book import lock_open_book

KIND = "lending.acceleration"
PREFIX = "AC"


def propose_acceleration(*, loan: Loan, maker: User, reason: str) -> Acceleration:
    """Put the calling in of a loan before another person; the notice goes out when it is approved.

    Refuses what `check_may_call_in` refuses, (`already_asked`) while the loan is being called in or was, and no
    reason; then nothing moved.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        book = lock_open_book(loan.pk)
        check_may_call_in(book, today)
        row = Acceleration(
            number=next_number(PREFIX),
            loan=book.loan,
            reason=reason.strip(),
            planned_by=maker,
            planned_at=clock.now(),
        )
        put_before_another(
            row,
            maker=maker,
            kind=KIND,
            payload=payload_of(row),
            page_path=reverse("office_bad_days", args=[row.loan.number]),
            reason=reason,
            waiting=_("This loan is being called in already."),
        )
    return row


def payload_of(row: Acceleration) -> dict[str, Any]:
    """Return what an approval is bound to; the schedule's version, as another schedule is another case."""
    return {
        "acceleration": row.number,
        "loan": row.loan.number,
        "schedule_version": row.loan.schedule_version,
    }
