"""Working days of a calendar in which some weekdays are holidays and some weekend days are made up for (调休)."""

import datetime as dt
from dataclasses import dataclass

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """`off` are holidays on whatever weekday, `on` are weekend days on which work is made up."""

    off: frozenset[dt.date] = frozenset()
    on: frozenset[dt.date] = frozenset()


def is_working_day(calendar: WorkingCalendar, day: dt.date) -> bool:
    """Whether work is done on a day; a year the calendar does not know counts Monday to Friday."""
    if day in calendar.on:
        return True
    return day not in calendar.off and day.weekday() < SATURDAY


def add_working_days(calendar: WorkingCalendar, start_on: dt.date, days: int) -> dt.date:
    """Return the day that is `days` working days after `start_on`, which itself is not counted.

    Zero days is the start itself, working or not. Refuses (ValueError) a negative count.
    """
    if days < 0:
        raise ValueError("Working days are counted forward.")
    day = start_on
    while days:
        day += ONE_DAY
        days -= is_working_day(calendar, day)
    return day


def count_working_days(calendar: WorkingCalendar, after_on: dt.date, until_on: dt.date) -> int:
    """Count the working days after `after_on` up to and including `until_on`; zero when there are none."""
    span = (until_on - after_on).days
    return sum(is_working_day(calendar, after_on + dt.timedelta(days=step)) for step in range(1, span + 1))


def read_days(texts: list[str]) -> frozenset[dt.date]:
    """Read dates and closed ranges: ["2026-05-09", "2026-05-01/2026-05-05"]."""
    days: set[dt.date] = set()
    for text in texts:
        first, _, last = text.partition("/")
        start_on, end_on = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
        days.update(start_on + dt.timedelta(days=step) for step in range((end_on - start_on).days + 1))
    return frozenset(days)
