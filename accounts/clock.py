"""The only place that knows what day and what time it is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")
SIMULATED_OPENING = dt.time(9, 0)

_simulated_at: ContextVar[dt.datetime | None] = ContextVar("simulated_at", default=None)
_closing_on: ContextVar[dt.date | None] = ContextVar("closing_on", default=None)


def now() -> dt.datetime:
    """Return the aware instant: the wall clock, in simulation a moment later inside the simulated day."""
    simulated_at = _simulated_at.get()
    if simulated_at is None:
        return timezone.now()
    later = simulated_at + dt.timedelta(milliseconds=1)
    _simulated_at.set(later)
    return later


def wall_date() -> dt.date:
    """Return the calendar date in Shanghai, whatever day the books are on."""
    return now().astimezone(SHANGHAI).date()


def today() -> dt.date:
    """Return the business date: the day the books are on; inside a step of a close, the day that is closing."""
    closing_on = _closing_on.get()
    if closing_on is not None:
        return closing_on
    # Asked on every page and by every service: the plain statement costs a tenth of a queryset.
    with connection.cursor() as cursor:
        cursor.execute("SELECT today_on FROM accounts_businessdate WHERE id = 1")
        row = cursor.fetchone()
    if row is None:
        return _open_first_day()
    return row[0] if isinstance(row[0], dt.date) else dt.date.fromisoformat(row[0])


def lock_business_date() -> dt.date:
    """Read the business date and keep it from moving until the transaction ends.

    Every posting transaction calls this before any other lock; the close waits for it, so no entry can be dated on a
    day that was closed meanwhile.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT today_on FROM accounts_businessdate WHERE id = 1 FOR SHARE")
            row = cursor.fetchone()
        if row is not None:
            return _closing_on.get() or row[0]
    return today()


@contextmanager
def closing(on: dt.date) -> Iterator[None]:
    """Let the steps of a close post on the day they close, while everybody else is already on the next."""
    token = _closing_on.set(on)
    try:
        yield
    finally:
        _closing_on.reset(token)


def is_simulated() -> bool:
    """Say whether this code runs inside a simulated day."""
    return _simulated_at.get() is not None


def closing_on() -> dt.date | None:
    """Return the day whose close this code runs in, none outside of a close."""
    return _closing_on.get()


@contextmanager
def simulated(on: dt.date, opening: dt.time = SIMULATED_OPENING) -> Iterator[None]:
    """Let `now()` run inside the given day; only simulation and tests use this."""
    token = _simulated_at.set(dt.datetime.combine(on, opening, tzinfo=SHANGHAI))
    try:
        yield
    finally:
        _simulated_at.reset(token)


def _open_first_day() -> dt.date:
    with transaction.atomic():
        row, _ = _model().objects.get_or_create(id=1, defaults={"today_on": wall_date()})
    return row.today_on


def _model():
    return apps.get_model("accounts", "BusinessDate")
