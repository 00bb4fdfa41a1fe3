"""Nights in which signals are raised, and what is made of them."""

import datetime as dt

from accounts import clock
from accounts.models import User
from accounts.services.deliver_events import deliver_events
from lending.models import Loan
from risk.models import WarningNotice, WarningSignal
from risk.services.note_night import find_loans_to_note, note_night
from risk.services.raise_notice import NoticeWish, raise_notice, subject_of
from tests.closing import set_today
from tests.factories import make_staff
from tests.risk.collections.factories import jump, late_loan

DUE = dt.date(2026, 2, 15)
SECOND_DUE = dt.date(2026, 3, 15)
RETRIED = SECOND_DUE + dt.timedelta(days=1)


def unpaid_loan(borrower: User) -> Loan:
    """¥10,000 over 12 months, first due on 15 February, whose borrower has no money; the books are on that day."""
    return late_loan(borrower, DUE)


def night(day: dt.date, *loans: Loan) -> list[str]:
    """Run the nights' step of a day whose loans were counted late; return the codes of new signals."""
    set_today(day)
    for loan in loans:
        jump(loan, day + dt.timedelta(days=1))
    before = set(WarningSignal.objects.values_list("pk", flat=True))
    with clock.simulated(day, dt.time(23)), clock.closing(day):
        note_night(business_date=day, loan_ids=find_loans_to_note(day, 0, 500))
    deliver_events()
    new = WarningSignal.objects.exclude(pk__in=before)
    return sorted(new.values_list("code", flat=True))


def failed_debits(borrower: User) -> WarningSignal:
    """A signal of three failed debits: one in February, two in March; the books are on the day after."""
    loan = unpaid_loan(borrower)
    for day in (DUE, SECOND_DUE, RETRIED):
        night(day, loan)
    set_today(RETRIED + dt.timedelta(days=1))
    return WarningSignal.objects.get(code="FAILED_DEBITS")


def noticed(
    signal: WarningSignal, officer: User, level: str = "orange", owner: User | None = None
) -> WarningNotice:
    """The signal as a notice of a business manager."""
    return raise_notice(
        subject=subject_of(signal),
        wish=NoticeWish(level, "请核实客户近况。", owner or manager(), [signal]),
        actor=officer,
    )


def manager(email: str = "business@example.cn") -> User:
    return make_staff(email, "business_manager")
