"""What claims are expected to bring: each amount due counts with the probability that it is paid."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from finance.domain.money import PPM, divide_half_up


class Coming(NamedTuple):
    """Hold what falls due to one holder on one day from loans of one grade and lateness; fen as contracted."""

    due_on: dt.date
    grade: str
    days_past_due: int
    principal_fen: int
    interest_fen: int

    @property
    def total_fen(self) -> int:
        """Return principal and interest."""
        return self.principal_fen + self.interest_fen


class Month(NamedTuple):
    """Hold a month of a forecast; `first_on` is None for what was due before the forecast and is still unpaid."""

    first_on: dt.date | None
    principal_fen: int
    interest_fen: int
    weighted_fen: int

    @property
    def contracted_fen(self) -> int:
        """Return what falls due as contracted."""
        return self.principal_fen + self.interest_fen


def days_past_due(since_on: dt.date | None, as_of: dt.date) -> int:
    """Return for how many days a loan is past due; the due date itself is none of them."""
    return max(0, (as_of - since_on).days) if since_on is not None else 0


def weight_ppm(table: Sequence[Mapping[str, int]], grade: str, days: int) -> int:
    """Return the probability that an amount is paid, from rows of `from_days` in ascending order and a column a grade.

    Refuses a grade that the table does not name.
    """
    row = next(row for row in reversed(table) if row["from_days"] <= days)
    return row[grade]


def weighted_fen(table: Sequence[Mapping[str, int]], coming: Coming) -> int:
    """Return what is expected of an amount, rounded once."""
    return divide_half_up(coming.total_fen * weight_ppm(table, coming.grade, coming.days_past_due), PPM)


def by_month(
    table: Sequence[Mapping[str, int]], rows: Sequence[Coming], as_of: dt.date
) -> tuple[Month, list[Month]]:
    """Return what is overdue already, and the months from `as_of` to the last due date, empty ones in between too."""
    late = [row for row in rows if row.due_on < as_of]
    ahead: dict[dt.date, list[Coming]] = {}
    for row in rows:
        if row.due_on >= as_of:
            ahead.setdefault(row.due_on.replace(day=1), []).append(row)
    months, on = [], as_of.replace(day=1)
    while ahead and on <= max(ahead):
        months.append(_month(table, on, ahead.get(on, [])))
        on = (on.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return _month(table, None, late), months


def _month(table: Sequence[Mapping[str, int]], first_on: dt.date | None, rows: Sequence[Coming]) -> Month:
    return Month(
        first_on,
        sum(row.principal_fen for row in rows),
        sum(row.interest_fen for row in rows),
        sum(weighted_fen(table, row) for row in rows),
    )
