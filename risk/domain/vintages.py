"""Vintages: of the loans paid out in a month, how much had gone bad by each month on book."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from risk.domain.shares import share_ppm


class VintageLoan(NamedTuple):
    """Hold a loan of a vintage; `bad_on` is the first day it was bad, with what it owed then in fen."""

    disbursed_on: dt.date
    principal_fen: int
    bad_on: dt.date | None = None
    bad_fen: int = 0


class VintageCell(NamedTuple):
    """Hold what had gone bad by the end of a month on book, cumulated."""

    loans: int
    fen: int
    count_ppm: int
    amount_ppm: int


class Vintage(NamedTuple):
    """Hold a month's loans; `cells` run from month 0, the month of paying out, as far as months have ended."""

    month: dt.date
    loans: int
    principal_fen: int
    cells: tuple[VintageCell, ...]


def months_between(month: dt.date, on: dt.date) -> int:
    """Return how many months after one month another one lies."""
    return (on.year - month.year) * 12 + on.month - month.month


def month_end(month: dt.date, later: int = 0) -> dt.date:
    """Return the last day of a month, or of one so many months later."""
    count = month.year * 12 + month.month + later
    return dt.date(count // 12, count % 12 + 1, 1) - dt.timedelta(days=1)


def vintages(loans: Iterable[VintageLoan], as_of: dt.date, *, most_months: int = 36) -> list[Vintage]:
    """Return every vintage to the end of the last whole month; what a bad loan pays back later changes nothing."""
    groups: dict[dt.date, list[VintageLoan]] = defaultdict(list)
    for loan in loans:
        if loan.disbursed_on <= as_of:
            groups[loan.disbursed_on.replace(day=1)].append(loan)
    return [_vintage(month, rows, as_of, most_months) for month, rows in sorted(groups.items())]


def _vintage(month: dt.date, rows: list[VintageLoan], as_of: dt.date, most_months: int) -> Vintage:
    principal_fen = sum(row.principal_fen for row in rows)
    cells = []
    for age in range(most_months + 1):
        ends_on = month_end(month, age)
        if ends_on > as_of:
            break
        bad = [row for row in rows if row.bad_on is not None and row.bad_on <= ends_on]
        bad_fen = sum(row.bad_fen for row in bad)
        cells.append(
            VintageCell(len(bad), bad_fen, share_ppm(len(bad), len(rows)), share_ppm(bad_fen, principal_fen))
        )
    return Vintage(month, len(rows), principal_fen, tuple(cells))
