"""What a loan was on a day, worked out from its history alone: the same for today and for any day gone by."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from risk.domain.buckets import bucket_of
from risk.domain.classification import ClassRule, Downgrade, Watch, classify

ACTIVE, SETTLED, WRITTEN_OFF = "active", "settled", "written_off"


class Sum(NamedTuple):
    """Hold an amount of a day, in fen."""

    on: dt.date
    fen: int


class DueRow(NamedTuple):
    """Hold an instalment: in force from one day to before another, its principal and what came of it."""

    due_on: dt.date
    principal_fen: int
    in_force_on: dt.date
    superseded_on: dt.date | None = None
    settled_on: dt.date | None = None
    paid: Sequence[Sum] = ()


class Standstill(NamedTuple):
    """Hold days through which nothing newly counts as late: the bank is being asked, the goods went back."""

    from_on: dt.date
    ended_on: dt.date | None


class LoanHistory(NamedTuple):
    """Hold everything of a loan that its state on any day follows from; amounts in fen."""

    principal_fen: int
    disbursed_on: dt.date
    repaid: Sequence[Sum] = ()
    waived: Sequence[Sum] = ()
    rows: Sequence[DueRow] = ()
    standstills: Sequence[Standstill] = ()
    watches: Sequence[Watch] = ()
    downgrades: Sequence[Downgrade] = ()
    settled_on: dt.date | None = None
    written_off_on: dt.date | None = None


class LoanState(NamedTuple):
    """Hold a loan at the end of a day; amounts are principal in fen."""

    status: str
    outstanding_fen: int
    overdue_fen: int
    overdue_since_on: dt.date | None
    bucket: int
    five_class: str
    is_watched: bool
    written_off_fen: int
    recovered_fen: int


def state_on(history: LoanHistory, on: dt.date, rule: ClassRule) -> LoanState:
    """Return the loan as the books of that day had it: what was entered later does not count, however dated."""
    off_on = history.written_off_on if history.written_off_on and history.written_off_on <= on else None
    is_settled = history.settled_on is not None and history.settled_on <= on
    repaid_fen = sum(one.fen for one in history.repaid if one.on <= on)
    waived_fen = sum(one.fen for one in history.waived if one.on <= on)
    before_fen = sum(one.fen for one in [*history.repaid, *history.waived] if off_on and one.on <= off_on)
    outstanding_fen = history.principal_fen - repaid_fen - waived_fen
    late = [] if is_settled else _late_rows(history, on)
    since_on = min((row.due_on for row in late), default=None)
    days = (on - since_on).days if since_on else 0
    return LoanState(
        status=SETTLED if is_settled else WRITTEN_OFF if off_on else ACTIVE,
        outstanding_fen=outstanding_fen,
        overdue_fen=sum(_unpaid_fen(row, on) for row in late),
        overdue_since_on=since_on,
        bucket=bucket_of(days),
        five_class=classify(
            days=days,
            on=on,
            rule=rule,
            watches=history.watches,
            downgrades=history.downgrades,
            is_written_off=off_on is not None and not is_settled,
        ),
        is_watched=not is_settled
        and any(one.restructured_on <= on <= one.watched_until_on for one in history.watches),
        written_off_fen=history.principal_fen - before_fen if off_on else 0,
        recovered_fen=sum(one.fen for one in history.repaid if off_on and off_on < one.on <= on),
    )


def days_late_before(rows: Sequence[DueRow], redrawn_on: dt.date) -> int:
    """Return how many days the oldest of the rows that a new schedule replaced was late on that day."""
    replaced = [row.due_on for row in rows if row.superseded_on == redrawn_on]
    return max(0, (redrawn_on - min(replaced, default=redrawn_on)).days)


def _late_rows(history: LoanHistory, on: dt.date) -> list[DueRow]:
    """Return the rows in force and unpaid at the end of the day that count as late then."""
    counted_to_on = min(
        (
            one.from_on - dt.timedelta(days=1)
            for one in history.standstills
            if one.from_on <= on and (one.ended_on is None or one.ended_on > on)
        ),
        default=on,
    )
    return [
        row
        for row in history.rows
        if row.due_on < counted_to_on
        and row.in_force_on <= on
        and (row.superseded_on is None or row.superseded_on > on)
        and (row.settled_on is None or row.settled_on > on)
    ]


def _unpaid_fen(row: DueRow, on: dt.date) -> int:
    return row.principal_fen - sum(one.fen for one in row.paid if one.on <= on)
