"""What days a report is about."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Period:
    """From one day through another, both included."""

    first_on: dt.date
    last_on: dt.date

    @property
    def query(self) -> str:
        """The period as an address says it."""
        return urlencode({"from": self.first_on.isoformat(), "to": self.last_on.isoformat()})

    @property
    def year_to_date(self) -> "Period":
        """From the first day of the year of the last day."""
        return Period(self.last_on.replace(month=1, day=1), self.last_on)


def day_before(day: dt.date) -> dt.date:
    """Return the day before."""
    return day - dt.timedelta(days=1)


def month_end(month_on: dt.date) -> dt.date:
    """Return the last day of the month that begins on this day."""
    return day_before((month_on + dt.timedelta(days=31)).replace(day=1))


def last_year_end(day: dt.date) -> dt.date:
    """Return the last day of the year before."""
    return dt.date(day.year - 1, 12, 31)
