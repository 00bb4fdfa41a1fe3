"""Ask for another person's approval to write a loan off."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.put_before_another import put_before_another
from lending.bad_days.write_off import check_may_write_off
from lending.models import Loan, WriteOff
from lending.repayment.open_book import lock_open_book

KIND = "lending.write_off"
PREFIX = "WO"


def propose_write_off(*, loan: Loan, maker: User, reason: str) -> WriteOff:
    """Put the write-off before another person.

    Refuses what `check_may_write_off` refuses, (`already_asked`), and no reason; then nothing moved.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        book = lock_open_book(loan.pk)
        check_may_write_off(book, today)
        row = WriteOff(
            number=next_number(PREFIX),
            loan=book.loan,
            reason=reason.strip(),
            planned_by=maker,
            planned_at=clock.now(),
            principal_fen=book.loan.outstanding_fen,
        )
        put_before_another(
            row,
            maker=maker,
            kind=KIND,
            payload=payload_of(row),
            page_path=reverse("office_bad_days", args=[row.loan.number]),
            reason=reason,
            waiting=_("The write-off waits for approval already."),
        )
    return row


def payload_of(row: WriteOff) -> dict[str, Any]:
    """Return what an approval is bound to: with another principal left it is another write-off."""
    return {"write_off": row.number, "loan": row.loan.number, "principal_fen": row.loan.outstanding_fen}
