"""Redrawing a schedule: a part of the principal paid early, a moved due day, more time for who cannot pay.

The rest of a loan is drawn anew from its own terms: what is left of the principal, from the day it changes, over
the periods that are left. Interest runs for the days used at what was owed on each of them (CC 677), so the days
before and the days after add up to the period's own.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from finance.domain.money import PPM, divide
from lending.domain.day_counts import days_between
from lending.domain.due_dates import add_months
from lending.domain.schedule import Schedule, build_schedule
from lending.domain.settlement import OpenInstalment, settle
from lending.domain.terms import DayCount, Method, PeriodUnit, Terms, TermsError

# These have one payment of principal, at the end: a shorter term would be another loan.
ONE_PRINCIPAL = frozenset({Method.INTEREST_ONLY, Method.BULLET})


class Choice(StrEnum):
    """Name what becomes less after an early part payment."""

    SHORTER_TERM = "shorter_term"
    SMALLER_INSTALMENT = "smaller_instalment"


class Prepayment(NamedTuple):
    """Hold an early part payment, its parts in fen, and the schedule of what is left from that day.

    `days` are the days of the running period that its interest was counted for, on `base_fen` at `rate_num` /
    `rate_den`; `carried_fen` is interest of earlier periods that comes with it.
    """

    principal_fen: int
    interest_fen: int
    fee_fen: int
    early_fee_fen: int
    base_fen: int
    carried_fen: int
    days: int
    rate_num: int
    rate_den: int
    schedule: Schedule

    @property
    def total_fen(self) -> int:
        """Return what the borrower pays."""
        return self.principal_fen + self.interest_fen + self.fee_fen + self.early_fee_fen


def choices_of(method: str) -> list[Choice]:
    """Return what a borrower may choose to become less."""
    return [Choice.SMALLER_INSTALMENT] if method in ONE_PRINCIPAL else list(Choice)


def prepay(
    terms: Terms,
    rows: Sequence[OpenInstalment],
    *,
    principal_fen: int,
    on: dt.date,
    choice: Choice,
    early_fee_ppm: int = 0,
) -> Prepayment:
    """Return an early payment of a part of the principal and the schedule it leaves.

    `rows` are all open instalments, oldest first, none due yet, none begun to be paid, the first one running. The
    payment brings the interest and fee of the days used, as a settlement would; later fees are lowered as the
    principal is. Refuses the whole principal or nothing, rows in another state, and flat interest, which does not
    fall with the principal.
    """
    _check(terms, rows, on)
    owed_fen = sum(row.principal_fen for row in rows)
    if not 0 < principal_fen < owed_fen or choice not in choices_of(terms.method):
        raise ValueError("A part is more than nothing and less than all, by a choice the method has.")
    used = settle(terms, rows, on)
    counted = next((line for line in used.lines if line.code == "interest_used"), None)
    days = _days_used(terms, rows[0], on)
    early_fee_fen = divide(principal_fen * early_fee_ppm, PPM, terms.rounding)
    left_fen = owed_fen - principal_fen

    def draw(periods: int) -> Schedule:
        return build_schedule(
            _rest(
                terms,
                rows,
                principal_fen=left_fen,
                starts_on=on,
                first_days=rows[0].days - days,
                periods=periods,
                fee_fen=divide(rows[-1].fee_fen * left_fen, owed_fen, terms.rounding),
                first_fee_fen=divide((rows[0].fee_fen - used.fee_fen) * left_fen, owed_fen, terms.rounding),
            )
        )

    most = len(rows)
    schedule = draw(most)
    if choice == Choice.SHORTER_TERM:
        highest_fen = max(row.principal_fen + row.interest_fen for row in rows)
        schedule = _shorter(draw, _grace(terms, rows) + 1, most, highest_fen) or schedule
    return Prepayment(
        principal_fen,
        used.interest_fen,
        used.fee_fen,
        early_fee_fen,
        owed_fen,
        rows[0].carried_fen,
        days,
        counted.rate_ppm * counted.share if counted else 0,
        PPM * counted.year_base if counted else 1,
        schedule,
    )


def move_due(terms: Terms, rows: Sequence[OpenInstalment], first_due_on: dt.date) -> Schedule:
    """Return the schedule of what is left with its next due date moved, and the later ones by its day of the month.

    The running period counts its days up to the new date, and each instalment keeps its fee: a day later costs a
    day's interest, a day earlier saves one. Refuses what `prepay` refuses of the rows, periods that are no months,
    and carried interest.
    """
    running = rows[0]
    _check(terms, rows, running.starts_on)
    if terms.period_unit != PeriodUnit.MONTH or running.carried_fen:
        raise ValueError("Only months without carried interest have a due day to move.")
    day_count, unit, was_on = terms.day_count, terms.period_unit, running.due_on
    if first_due_on >= was_on:
        first_days = running.days + days_between(day_count, unit, was_on, first_due_on)
    else:
        first_days = max(0, running.days - days_between(day_count, unit, first_due_on, was_on))
    moved = _rest(
        terms,
        rows,
        principal_fen=sum(row.principal_fen for row in rows),
        starts_on=running.starts_on,
        first_days=first_days,
        periods=len(rows),
        fee_fen=rows[-1].fee_fen,
        first_fee_fen=running.fee_fen,
    )
    due_day = _due_day(terms) if first_due_on == was_on else first_due_on.day
    return build_schedule(replace(moved, first_due_on=first_due_on, due_day=due_day))


def restructure(
    terms: Terms,
    rows: Sequence[OpenInstalment],
    *,
    on: dt.date,
    extra_periods: int,
    holiday_periods: int = 0,
    annual_rate_ppm: int | None = None,
) -> Schedule:
    """Return the schedule of all principal left over the periods left and so many more, from a day on.

    In the first `holiday_periods` only interest falls due; interest is never added to the principal. A lower rate
    (`annual_rate_ppm`) holds for the new periods, so from that day on. What the rows owe beside the principal up to the
    day is paid by itself, as `settle` counts it, at the rate it was earned at. The service fees of the periods left are
    spread over the new ones and not raised. Refuses periods that are no months, flat interest, a rate that is not
    lower, a holiday for a method that has none, and a running instalment that was begun or paid ahead.
    """
    if annual_rate_ppm is not None and not 0 <= annual_rate_ppm < terms.annual_rate_ppm:
        raise ValueError("A rate is lowered, and not below nothing.")
    if terms.method == Method.FLAT or terms.period_unit != PeriodUnit.MONTH:
        raise ValueError("Only monthly loans whose interest follows the principal are restructured.")
    if holiday_periods and terms.method in ONE_PRINCIPAL:
        raise ValueError("This method pays no principal before its end.")
    ahead = [row for row in rows if row.due_on > on]
    if ahead:
        _check(terms, ahead, on)
    anchor = _due_day(terms) or on.day
    first_due_on = ahead[0].due_on if ahead else _next_due(on, anchor)
    first_days = (
        ahead[0].days - _days_used(terms, ahead[0], on)
        if ahead
        else days_between(terms.day_count, terms.period_unit, on, first_due_on)
    )
    periods = len(ahead) + extra_periods
    is_bullet = terms.method == Method.BULLET
    if is_bullet and ahead:
        first_due_on = add_months(first_due_on, extra_periods)
        first_days += days_between(terms.day_count, terms.period_unit, ahead[0].due_on, first_due_on)
    fee_fen, first_fee_fen = _spread(terms, ahead, on, 1 if is_bullet else periods)
    return build_schedule(
        replace(
            terms,
            principal_fen=sum(row.open_principal_fen for row in rows),
            annual_rate_ppm=terms.annual_rate_ppm if annual_rate_ppm is None else annual_rate_ppm,
            disbursed_on=on,
            first_due_on=first_due_on,
            due_day=None if is_bullet else anchor,
            first_days=first_days if terms.day_count == DayCount.THIRTY_360 else None,
            periods=1 if is_bullet else periods,
            principal_grace_periods=holiday_periods,
            down_payment_ppm=0,
            monthly_fee_ppm=0,
            monthly_fee_fen=0,
            fee_fen=fee_fen,
            first_fee_fen=first_fee_fen,
        )
    )


def _next_due(on: dt.date, anchor: int) -> dt.date:
    """Return the next month's due day after a day."""
    year, month = divmod(on.year * 12 + on.month, 12)
    return dt.date(year, month + 1, min(anchor, monthrange(year, month + 1)[1]))


def _spread(terms: Terms, ahead: Sequence[OpenInstalment], on: dt.date, periods: int) -> tuple[int, int]:
    """Return each row's fee and the first one's, which takes the rest: together what was still to come."""
    left_fen = sum(row.fee_fen for row in ahead)
    if ahead:
        left_fen -= settle(terms, ahead, on).fee_fen
    each_fen = left_fen // periods
    return each_fen, left_fen - each_fen * (periods - 1)


def _check(terms: Terms, rows: Sequence[OpenInstalment], on: dt.date) -> None:
    if terms.method == Method.FLAT:
        raise ValueError("Flat interest does not follow the principal.")
    running = rows[0]
    if not running.starts_on <= on < running.due_on:
        raise ValueError("The first open instalment is the running one.")
    if any(row.paid_principal_fen or row.paid_interest_fen or row.paid_fee_fen for row in rows):
        raise ValueError("An instalment that was begun is paid first.")


def _days_used(terms: Terms, running: OpenInstalment, on: dt.date) -> int:
    days = days_between(terms.day_count, terms.period_unit, running.starts_on, on)
    return min(days, running.days)


def _rest(
    terms: Terms,
    rows: Sequence[OpenInstalment],
    *,
    principal_fen: int,
    starts_on: dt.date,
    first_days: int,
    periods: int,
    fee_fen: int,
    first_fee_fen: int,
) -> Terms:
    is_bullet = terms.method == Method.BULLET
    return replace(
        terms,
        principal_fen=principal_fen,
        disbursed_on=starts_on,
        first_due_on=rows[0].due_on,
        due_day=None if is_bullet else _due_day(terms),
        first_days=first_days if terms.day_count == DayCount.THIRTY_360 else None,
        periods=1 if is_bullet else periods,
        principal_grace_periods=0 if is_bullet else _grace(terms, rows),
        down_payment_ppm=0,
        monthly_fee_ppm=0,
        monthly_fee_fen=0,
        fee_fen=fee_fen,
        first_fee_fen=first_fee_fen,
    )


def _due_day(terms: Terms) -> int | None:
    """Return the day of the month due dates return to after a shorter one."""
    if terms.period_unit != PeriodUnit.MONTH:
        return None
    return terms.due_day or (terms.first_due_on or terms.disbursed_on).day


def _grace(terms: Terms, rows: Sequence[OpenInstalment]) -> int:
    """Return how many of the periods that are left still pay no principal."""
    if terms.method in ONE_PRINCIPAL:
        return 0
    return max(0, terms.principal_grace_periods - (terms.periods - len(rows)))


def _shorter(draw: Callable[[int], Schedule], least: int, most: int, highest_fen: int) -> Schedule | None:
    """Return the shortest schedule that asks for no more at a time than the old one did.

    Each amount is rounded by itself and the last takes the rest, so a fen for each instalment is no more.
    """
    for periods in range(least, most):
        try:
            schedule = draw(periods)
        except TermsError:
            continue
        if max(row.principal_fen + row.interest_fen for row in schedule.rows) <= highest_fen + periods:
            return schedule
    return None
