"""Replaying a stranger's loan book: does our engine come to the figures another lender booked?

The book of the first source, LendingClub, states for each loan what was lent, at which rate, and what was
paid of principal and interest so far. Its instalment is the annuity rounded up to the cent under 30/360; a
first period that is short or long by whole days changes the first payment by those days' interest and leaves
principal as planned.
"""

import datetime as dt
from typing import NamedTuple

from finance.domain.money import PPM, divide_half_up, format_yuan
from lending.domain.schedule import build_schedule
from lending.domain.terms import Method, Terms, TermsError

CURRENT = "Current"
# Every amount of the book is rounded to the cent for itself.
TOLERANCE_FEN = 3
# How far from a whole number odd days may be: an hour and a half.
WHOLE_DAYS_WITHIN = 16
SHORTEST_FIRST_PERIOD, LONGEST_FIRST_PERIOD = -29, 31


class BookRow(NamedTuple):
    """Hold one loan of a book; cents stand for fen."""

    line: int
    principal_fen: int
    periods: int
    annual_rate_ppm: int
    instalment_fen: int
    issued_on: dt.date
    status: str
    grade: str
    sub_grade: str
    purpose: str
    balance_fen: int
    paid_total_fen: int
    paid_principal_fen: int
    paid_interest_fen: int
    paid_late_fees_fen: int

    @property
    def is_current(self) -> bool:
        """Say whether the loan is running and was paid as agreed, so that it can be replayed."""
        return self.status == CURRENT


class Replay(NamedTuple):
    """Hold how a loan replays: instalments paid, odd days of the first period, or the reason why it does
    not."""

    payments: int = 0
    odd_days: int = 0
    reason: str = ""


def replay(row: BookRow) -> Replay:
    """Replay what was paid of a loan through the schedule engine.

    It replays where some whole number of planned instalments comes within three cents of the principal paid,
    and the rest of the payments is the interest of a whole number of days more or fewer in the first period.
    """
    try:
        schedule = build_schedule(_terms(row))
    except TermsError as error:
        return Replay(reason=f"No schedule: {error}")
    if row.balance_fen != row.principal_fen - row.paid_principal_fen:
        return Replay(reason="The balance is not the amount less the principal paid.")
    if schedule.rows[0].total_fen != row.instalment_fen:
        planned = format_yuan(schedule.rows[0].total_fen)
        return Replay(reason=f"The instalment is {format_yuan(row.instalment_fen)}, the annuity {planned}.")
    payments, off_fen, planned_fen = 0, row.paid_principal_fen, 0
    principal_fen = total_fen = 0
    for paid, instalment in enumerate(schedule.rows, start=1):
        principal_fen += instalment.principal_fen
        total_fen += instalment.total_fen
        if abs(row.paid_principal_fen - principal_fen) < abs(off_fen):
            payments, off_fen, planned_fen = paid, row.paid_principal_fen - principal_fen, total_fen
        if principal_fen > row.paid_principal_fen:
            break
    if abs(off_fen) > TOLERANCE_FEN:
        return Replay(
            payments,
            reason=f"The principal paid is off the plan of {payments} instalments by {format_yuan(off_fen)}.",
        )
    return _with_odd_days(row, payments, row.paid_principal_fen + row.paid_interest_fen - planned_fen)


def _terms(row: BookRow) -> Terms:
    return Terms(
        principal_fen=row.principal_fen,
        annual_rate_ppm=row.annual_rate_ppm,
        method=Method.EQUAL_INSTALMENT,
        periods=row.periods,
        disbursed_on=row.issued_on,
        instalment_rounding="up",
    )


def _with_odd_days(row: BookRow, payments: int, extra_fen: int) -> Replay:
    """Turn what was paid beyond the plan into days of the first period's interest."""
    day = row.principal_fen * row.annual_rate_ppm
    if payments == 0 or day == 0:
        if abs(extra_fen) <= TOLERANCE_FEN:
            return Replay(payments)
        return Replay(payments, reason=f"{format_yuan(extra_fen)} were paid that no plan explains.")
    odd_days = divide_half_up(extra_fen * 360 * PPM, day)
    rest = abs(extra_fen * 360 * PPM - odd_days * day)
    if rest * WHOLE_DAYS_WITHIN > day:
        hundredths = divide_half_up(extra_fen * 360 * PPM * 100, day)
        return Replay(payments, reason=f"The odd days are no whole number: {format_yuan(hundredths)}.")
    if not SHORTEST_FIRST_PERIOD <= odd_days <= LONGEST_FIRST_PERIOD:
        return Replay(payments, odd_days, f"The first period would be {odd_days} days off a month.")
    return Replay(payments, odd_days)
