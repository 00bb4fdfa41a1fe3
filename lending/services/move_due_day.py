"""Move the day a loan's instalments fall due."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.models import User
from lending.models import Loan
from lending.redrawing.plans import DUE_DAY, plan_due_day
from lending.redrawing.write import write_version
from lending.repayment.open_book import lock_open_book


def move_due_day(*, loan: Loan, borrower: User, first_due_on: dt.date, shown_hash: str, key: str) -> Loan:
    """Move the next due date and with it the later ones; a day more bears a day's interest.

    Refuses (`loan_ended`), what `plan_due_day` refuses, and (`figure_changed`) when it is no longer what the
    borrower saw; then nothing changes. The same key again does nothing more. RULES `due.move`, `mandate`.
    """

    def perform() -> str:
        _move(loan, borrower, first_due_on, shown_hash)
        return loan.number

    with transaction.atomic():
        inputs = {"loan": loan.number, "first_due_on": first_due_on.isoformat()}
        run_once(actor=borrower, command="move_due_day", key=key, inputs=inputs, perform=perform)
        return Loan.objects.get(pk=loan.pk)


def _move(loan: Loan, borrower: User, first_due_on: dt.date, shown_hash: str) -> None:
    today = clock.lock_business_date()
    book = lock_open_book(loan.pk)
    redrawn = plan_due_day(book, first_due_on=first_due_on, on=today)
    if redrawn.shown_hash != shown_hash:
        raise Refused(
            "figure_changed", _("The figure has changed since you saw it. Please look at it again.")
        )
    write_version(book, redrawn, reason=DUE_DAY, actor=borrower)
