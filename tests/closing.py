"""Days that pass in tests, by the real close."""

import datetime as dt

from accounts import clock
from accounts.models import BusinessDate
from accounts.rules import read_once
from accounts.services.deliver_events import deliver_events
from lending.models import Instalment
from operations.services.close_until import close_until

DAY = dt.timedelta(days=1)


def set_today(day: dt.date) -> None:
    """Put the books on a day before anything was posted."""
    BusinessDate.objects.update_or_create(id=1, defaults={"today_on": day, "closed_through_on": None})


def close_through(day: dt.date) -> None:
    """Pass every open day up to and including one, and deliver what was told; close where something can fall due.

    What follows from days that passed must not hang on each of them having been closed, so most tests close few;
    `close_each_through` is for what happens night by night. The days are simulated ones, which prove the books at
    month ends; the tests prove them where it matters.
    """
    with clock.simulated(day):
        close_where_eventful(day)
    deliver_events()


def close_where_eventful(last: dt.date) -> None:
    """Close today and what can be eventful up to a day, by the clock as it is."""
    with read_once():
        for day in eventful_days(last):
            skip_to(day)
            close_until(last=day)


def close_each_through(day: dt.date) -> None:
    """Close every open day up to and including one, and deliver what was told."""
    with clock.simulated(day), read_once():
        close_until(last=day)
    deliver_events()


def close_before(day: dt.date) -> None:
    """Pass every day before one, so that the books are on it."""
    if clock.today() < day:
        close_through(day - DAY)
    assert clock.today() == day


def eventful_days(last: dt.date) -> list[dt.date]:
    """Return today, each due day with the day after it, and the last two days, in order."""
    first = clock.today()
    dues = Instalment.objects.filter(due_on__range=(first, last)).values_list("due_on", flat=True)
    days = {first, last - DAY, last} | {near for due_on in dues for near in (due_on, due_on + DAY)}
    return sorted(day for day in days if first <= day <= last)


def skip_to(day: dt.date) -> None:
    """Put the books on a later day without closing those between."""
    BusinessDate.objects.filter(id=1, today_on__lt=day).update(today_on=day, closed_through_on=day - DAY)
