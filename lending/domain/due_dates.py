"""Due dates: counted from the seed date, clamped to the month's end, never chained."""

import datetime as dt

from lending.domain.terms import PeriodUnit, Terms, TermsError

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def due_dates(terms: Terms) -> list[dt.date]:
    """Return the due date of every period, oldest first.

    Due k is the disbursement date + k × every units, or, where the first due date is set, that date + (k - 1)
    × every units. A day 29 to 31 falls on the last day of a shorter month and returns to its own, a redrawn
    schedule to its `due_day`. Refuses schedules that run beyond the year 9999.
    """
    seed = terms.first_due_on or terms.disbursed_on
    skip = 0 if terms.first_due_on else 1
    every = terms.period_every
    steps = range(skip * every, (skip + terms.periods) * every, every)
    try:
        if terms.period_unit == PeriodUnit.MONTH:
            return _monthly(seed, steps, terms.due_day)
        days = 7 if terms.period_unit == PeriodUnit.WEEK else 1
        first = seed.toordinal()
        return [dt.date.fromordinal(first + days * step) for step in steps]
    except (ValueError, OverflowError):
        raise TermsError("beyond_calendar", "periods", "the schedule runs beyond the year 9999.") from None


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months on, or the month's last day where it has no such day."""
    return _monthly(day, range(months, months + 1))[0]


def is_leap(year: int) -> bool:
    """Say whether the year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _monthly(seed: dt.date, steps: range, due_day: int | None = None) -> list[dt.date]:
    start, day = seed.year * 12 + seed.month - 1, due_day or seed.day
    if day <= 28:
        return [dt.date((start + step) // 12, (start + step) % 12 + 1, day) for step in steps]
    clamped = [min(day, last) for last in _DAYS]
    dates = []
    for step in steps:
        year, month = divmod(start + step, 12)
        last = 29 if month == 1 and is_leap(year) else clamped[month]
        dates.append(dt.date(year, month + 1, last))
    return dates
