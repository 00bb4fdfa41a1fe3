"""The months of the books: which there are, how they stand, and what closing one asks for."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_names
from accounts.models import BusinessDate
from finance.models import BookPeriod, Entry
from finance.reports.period import month_end

Status = BookPeriod.Status


@dataclass(frozen=True)
class Month:
    """A month of the books; `is_over` when its last day was closed."""

    month_on: dt.date
    period: BookPeriod | None
    is_over: bool

    @property
    def status(self) -> str:
        return str(self.period.status) if self.period else Status.OPEN

    @property
    def state(self) -> str:
        """The state in words."""
        return str(Status(self.status).label)

    @property
    def number(self) -> str:
        return f"{self.month_on:%Y-%m}"

    @property
    def last_on(self) -> dt.date:
        return month_end(self.month_on)


def first_of_month(day: dt.date) -> dt.date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def month_name(month_on: dt.date) -> str:
    """Return a month in words."""
    return date_format(month_on, "YEAR_MONTH_FORMAT")


def months() -> list[Month]:
    """Return every month from the first entry through the running one, newest first."""
    first_on = Entry.objects.aggregate(first=Min("business_date"))["first"]
    today = clock.today()
    month_on = first_of_month(first_on or today)
    periods = {one.month_on: one for one in BookPeriod.objects.select_related("soft_by", "hard_by")}
    closed_on = closed_through()
    found = []
    while month_on <= today:
        is_over = closed_on is not None and month_end(month_on) <= closed_on
        found.append(Month(month_on, periods.get(month_on), is_over))
        month_on = month_end(month_on) + dt.timedelta(days=1)
    return found[::-1]


def closed_through() -> dt.date | None:
    """Return the last day that was closed."""
    return BusinessDate.objects.values_list("closed_through_on", flat=True).first()


def status_of(month_on: dt.date) -> str:
    """Return how a month stands."""
    return (
        BookPeriod.objects.filter(month_on=month_on).values_list("status", flat=True).first() or Status.OPEN
    )


def lock_month(month_on: dt.date) -> None:
    """Let nobody else close the month or post into it after its end; one without a row is locked by its name."""
    lock_names(f"book-period:{month_on:%Y-%m}")


def check_closable(month_on: dt.date, *, least: tuple[str, ...]) -> None:
    """Refuse a month that is not over (`month_not_over`), or one before it that stands below (`month_before_open`)."""
    every = {month.month_on: month for month in months()}
    month = every.get(month_on)
    if month is None or not month.is_over:
        raise Refused("month_not_over", _("A month closes after the close of its last day."))
    before = [one for one in every.values() if one.month_on < month_on and one.status not in least]
    if before:
        words = _("Close %(month)s first: months close one after the other.")
        raise Refused("month_before_open", words % {"month": month_name(before[-1].month_on)})
