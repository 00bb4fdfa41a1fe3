"""The days of a month, and which months can be reported on."""

import datetime as dt

from risk.domain.vintages import month_end
from risk.models import SnapshotDay
from risk.reports.parts import Month


def month_of(first_on: dt.date) -> Month | None:
    """Return a month whose last day was closed with a book, None for any other."""
    first_on = first_on.replace(day=1)
    last_on, before_on = month_end(first_on), first_on - dt.timedelta(days=1)
    days = SnapshotDay.objects.filter(as_of_on__in=[last_on, before_on])
    there = set(days.values_list("as_of_on", flat=True))
    if last_on not in there:
        return None
    return Month(first_on, last_on, before_on if before_on in there else None)


def newest_month(until_on: dt.date) -> Month | None:
    """Return the newest whole month that has ended by a day."""
    first_on = until_on.replace(day=1)
    if month_end(first_on) != until_on:
        first_on = (first_on - dt.timedelta(days=1)).replace(day=1)
    return month_of(first_on)
