"""Day counts: what share of a year a period is, as integers over one common base.

A period's days are those after its first date up to and including its last. The rate of the period is
annual rate × share / base; keeping one base for a whole schedule lets the engine work in integers.
"""

import datetime as dt
from collections.abc import Sequence
from operator import sub
from typing import NamedTuple

from lending.domain.due_dates import add_months, is_leap
from lending.domain.terms import DayCount, PeriodUnit, Terms

BASE: dict[str, int] = {
    DayCount.THIRTY_360: 360,
    DayCount.ACT_365: 365,
    DayCount.ACT_360: 360,
    DayCount.ACT_364: 364,
    # 365 and 366 over one denominator.
    DayCount.ACT_ACT: 365 * 366,
}
UNIT_DAYS: dict[str, int] = {PeriodUnit.MONTH: 30, PeriodUnit.WEEK: 7, PeriodUnit.DAY: 1}


# What a day of a common year and of a leap year weighs over 365 × 366.
_WEIGHTS = (366, 365)


class Span(NamedTuple):
    """Hold the days of a stretch of time and its share of a year over the day count's `BASE`."""

    days: int
    share: int


def spans(terms: Terms, dues: Sequence[dt.date]) -> tuple[list[int], list[int], int]:
    """Return the days of every period, its share of a year, and the base the shares are over.

    Under 30/360 a regular period has 30, 7 or 1 days by unit × every, whatever the calendar says; a first
    period with a date of its own is counted by its days.
    """
    base = BASE[terms.day_count]
    if terms.day_count == DayCount.THIRTY_360:
        days = [UNIT_DAYS[terms.period_unit] * terms.period_every] * len(dues)
        if terms.first_days is not None:
            days[0] = terms.first_days
        elif terms.first_due_on:
            days[0] = days_between(terms.day_count, terms.period_unit, terms.disbursed_on, terms.first_due_on)
        return days, days, base
    ordinals = [due.toordinal() for due in dues]
    days = list(map(sub, ordinals, [terms.disbursed_on.toordinal(), *ordinals]))
    if terms.day_count != DayCount.ACT_ACT:
        return days, days, base
    years = [terms.disbursed_on.year, *[due.year for due in dues]]
    weights = {year: _WEIGHTS[is_leap(year)] for year in set(years)}
    shares = [count * weights[year] for count, year in zip(days, years[1:], strict=True)]
    start = terms.disbursed_on
    for position, due in enumerate(dues):
        if years[position] != years[position + 1]:
            shares[position] = _act_act(start, due)
        start = due
    return days, shares, base


def span_between(day_count: str, period_unit: str, start: dt.date, end: dt.date) -> Span:
    """Return the span from one date to another, for interest by days used. Refuses an end before the
    start."""
    days = days_between(day_count, period_unit, start, end)
    return Span(days, _act_act(start, end) if day_count == DayCount.ACT_ACT else days)


def days_between(day_count: str, period_unit: str, start: dt.date, end: dt.date) -> int:
    """Count the days after `start` up to and including `end`.

    Under 30/360 in months, whole months (clamped as due dates are) count 30 days each and anything else by
    the bond rule: a start on the 31st counts as the 30th, and so does an end on the 31st after such a start.
    Weeks and days are the calendar's.
    """
    if end < start:
        raise ValueError("A period does not end before it starts.")
    if day_count != DayCount.THIRTY_360 or period_unit != PeriodUnit.MONTH:
        return (end - start).days
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) == end:
        return 30 * months
    first = min(start.day, 30)
    last = 30 if end.day == 31 and first == 30 else end.day
    return 30 * months + last - first


def _act_act(start: dt.date, end: dt.date) -> int:
    """Return the share of the year over 365 × 366: each day counts by the length of the year it lies in."""
    if start.year == end.year:
        return (end - start).days * _WEIGHTS[is_leap(start.year)]
    share = 0
    while start.year < end.year:
        new_year_eve = dt.date(start.year, 12, 31)
        share += (new_year_eve - start).days * _WEIGHTS[is_leap(start.year)]
        start = new_year_eve
        # The rest belongs to later years: step over the boundary without counting a day twice.
        share += _WEIGHTS[is_leap(start.year + 1)]
        start = dt.date(start.year + 1, 1, 1)
    return share + (end - start).days * _WEIGHTS[is_leap(end.year)]
