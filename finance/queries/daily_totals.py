"""What moved on each code in any stretch of days, read from the daily totals and never from all transfers."""

import datetime as dt
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Sum

from finance.models import AccountDay
from finance.models.ledger import ADJUSTING_KINDS, YEAR_END

FIRST = dt.date(1, 1, 1)
LAST = dt.date(9999, 12, 31)

# Grouped by pairs of accounts first: the transfers are read once, and both sides are made of far fewer rows. The
# entries of a stretch of days have ids near each other, so that the first id keeps the planner from reading all
# transfers; adjusting entries, of any id, are joined apart.
SIDES = """
WITH given AS MATERIALIZED ({entries}), late AS MATERIALIZED ({late}), moved AS MATERIALIZED (
    SELECT given.business_date, transfer.debit_id, transfer.credit_id,
        SUM(transfer.amount_fen) AS fen, COUNT(*) AS transfers
    FROM given JOIN finance_transfer AS transfer ON transfer.entry_id = given.id
    WHERE transfer.entry_id >= (SELECT MIN(id) FROM given)
    GROUP BY given.business_date, transfer.debit_id, transfer.credit_id
  UNION ALL
    SELECT late.business_date, transfer.debit_id, transfer.credit_id, transfer.amount_fen, 1
    FROM late JOIN finance_transfer AS transfer ON transfer.entry_id = late.id
)
SELECT side.business_date, account.code, SUM(side.debits_fen) AS debits_fen,
    SUM(side.credits_fen) AS credits_fen, SUM(side.transfers) AS sides
FROM (
    SELECT business_date, debit_id AS account_id, fen AS debits_fen, 0 AS credits_fen, transfers FROM moved
  UNION ALL
    SELECT business_date, credit_id, 0, fen, transfers FROM moved
) AS side
JOIN finance_ledgeraccount AS account ON account.id = side.account_id
GROUP BY side.business_date, account.code
"""
KINDS = ", ".join(f"'{kind}'" for kind in ADJUSTING_KINDS)
# What no daily total holds: the days after the last one written, and adjusting entries whenever they came.
UNWRITTEN = """
SELECT id, business_date FROM finance_entry
WHERE business_date > %s AND business_date >= %s AND business_date <= %s AND kind NOT IN ({kinds})
"""
LATE = """
SELECT id, business_date FROM finance_entry
WHERE kind IN ({kinds}) AND business_date >= %s AND business_date <= %s AND kind <> %s
"""
TO_WRITE = """
SELECT id, business_date FROM finance_entry
WHERE business_date > %s AND business_date <= %s AND kind NOT IN ({kinds})
"""
ALL = "SELECT id, business_date FROM finance_entry WHERE business_date >= %s AND business_date <= %s"
NONE = "SELECT id, business_date FROM finance_entry WHERE id < 0"
NO_KIND = "none"


Stretch = tuple[dt.date | None, dt.date | None]


class Movement(NamedTuple):
    """What was debited and credited; fen."""

    debits_fen: int
    credits_fen: int


class DaySides(NamedTuple):
    """One code on one day: totals, and how many times a transfer touched it."""

    business_date: dt.date
    code: str
    debits_fen: int
    credits_fen: int
    sides: int


def totals_through() -> dt.date:
    """Return the last day whose totals were written; the first day of all where there is none."""
    return AccountDay.objects.aggregate(last=Max("business_date"))["last"] or FIRST


def movements(from_on: dt.date | None, until_on: dt.date | None) -> dict[str, Movement]:
    """Return what moved on each code from one day through another, no bound where there is none."""
    return movements_of((from_on, until_on))[0]


def movements_of(*stretches: Stretch, with_year_end: bool = True) -> list[dict[str, Movement]]:
    """Return what moved on each code in each of some stretches of days, all read at one moment.

    Reads the daily totals and the transfers of the days that have none yet. Without the year end it is left out
    that results were carried over, so that an income statement still says what was earned.
    """
    written_on = totals_through()
    bounds = [(first or FIRST, last or LAST) for first, last in stretches]
    late = unwritten(
        min(first for first, _last in bounds),
        max(last for _first, last in bounds),
        written_on,
        with_year_end=with_year_end,
    )
    return [
        _added_up(
            _written(first, min(last, written_on)),
            [one for one in late if first <= one.business_date <= last],
        )
        for first, last in bounds
    ]


def _written(first: dt.date, last: dt.date) -> list[tuple[str, int, int]]:
    rows = AccountDay.objects.filter(business_date__range=(first, last)).order_by().values_list("code")
    return list(rows.annotate(Sum("debits_fen"), Sum("credits_fen")))


def _added_up(written: list[tuple[str, int, int]], late: list[DaySides]) -> dict[str, Movement]:
    sums = {code: Movement(int(debits_fen), int(credits_fen)) for code, debits_fen, credits_fen in written}
    for day in late:
        before = sums.get(day.code, Movement(0, 0))
        sums[day.code] = Movement(before.debits_fen + day.debits_fen, before.credits_fen + day.credits_fen)
    return sums


def unwritten(
    first: dt.date, last: dt.date, written_on: dt.date, *, with_year_end: bool = True
) -> list[DaySides]:
    """Return by day and code what the daily totals lack in a stretch of days."""
    left_out = NO_KIND if with_year_end else YEAR_END
    return _sides(UNWRITTEN, [written_on, first, last, first, last, left_out], late=LATE)


def sides_to_write(after: dt.date, through: dt.date) -> list[DaySides]:
    """Return by day and code what the close has to write for the days after one through another."""
    return _sides(TO_WRITE, [after, through])


def rebuilt_sides(first: dt.date, last: dt.date) -> list[DaySides]:
    """Return by day and code what the transfers of a stretch of days make, adjusting ones too, read from zero."""
    return _sides(ALL, [first, last])


def sides_of(entries: str, late: str = NONE) -> str:
    """Return the query that adds up what entries moved, by day and code; `{kinds}` in it are the adjusting ones."""
    return SIDES.format(entries=entries.format(kinds=KINDS), late=late.format(kinds=KINDS))


def _sides(entries: str, parameters: list[dt.date | str], *, late: str = NONE) -> list[DaySides]:
    with connection.cursor() as cursor:
        cursor.execute(sides_of(entries, late), [str(one) for one in parameters])
        return [
            DaySides(_date(on), code, int(debits_fen), int(credits_fen), int(sides))
            for on, code, debits_fen, credits_fen, sides in cursor.fetchall()
        ]


def _date(on: dt.date | str) -> dt.date:
    return on if isinstance(on, dt.date) else dt.date.fromisoformat(on)
