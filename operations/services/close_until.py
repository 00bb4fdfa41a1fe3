"""Close every open day up to a date, in order."""

import datetime as dt

from django.db import transaction

from accounts import clock
from operations.models import DayClose
from operations.services.close_day import ClosedDay, Progress, close_day


def close_until(*, last: dt.date, progress: Progress | None = None) -> list[ClosedDay]:
    """Close all days up to and including `last`, resuming an interrupted one first; nothing when none is open."""
    closed = []
    day = oldest_open_day()
    while day <= last:
        closed.append(close_day(business_date=day, progress=progress))
        day += dt.timedelta(days=1)
    return closed


def oldest_open_day() -> dt.date:
    """Return the day to close next: the one whose close was interrupted, else the business date."""
    with transaction.atomic():
        running = DayClose.objects.filter(status=DayClose.Status.RUNNING).order_by("business_date").first()
        return running.business_date if running is not None else clock.today()
