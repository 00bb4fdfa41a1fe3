"""Days that pass in tests, by the real close."""

import datetime as dt

from accounts import clock
from accounts.models import BusinessDate
from accounts.rules import read_once
from accounts.services.deliver_events import deliver_events
from operations.services.close_until import close_until


def set_today(day: dt.date) -> None:
    """Put the books on a day before anything was posted."""
    BusinessDate.objects.update_or_create(id=1, defaults={"today_on": day, "closed_through_on": None})


def close_through(day: dt.date) -> None:
    """Close every open day up to and including one, and deliver what it told.

    The days are simulated ones, which prove the books at month ends; the tests prove them where it matters.
    """
    with clock.simulated(day), read_once():
        close_until(last=day)
    deliver_events()


def close_before(day: dt.date) -> None:
    """Close every day before one, so that the books are on it."""
    if clock.today() < day:
        close_through(day - dt.timedelta(days=1))
    assert clock.today() == day
