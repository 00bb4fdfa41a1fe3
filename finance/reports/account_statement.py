"""One account line by line with the balance after each, page by page, however long it is.

The daily totals say how many lines each day has and what stood before it, so a page reads the transfers of its own
days alone.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from finance.chart_in_force import ReportAccount
from finance.models import AccountDay, LedgerAccount
from finance.queries.daily_totals import FIRST, DaySides, totals_through, unwritten
from finance.reports.period import Period

PAGE_SIZE = 50

# Both sides of the days that a page needs; the window adds up from the first of them.
LINES = """
SELECT business_date, entry_id, kind, reference, other_code, debit_fen, credit_fen, purpose,
    SUM(debit_fen - credit_fen) OVER (ORDER BY business_date, entry_id, transfer_id, side) AS moved_fen
FROM (
    SELECT entry.business_date, entry.id AS entry_id, entry.kind, entry.reference, other.code AS other_code,
        transfer.id AS transfer_id, 0 AS side, transfer.amount_fen AS debit_fen, 0 AS credit_fen, transfer.purpose
    FROM finance_entry AS entry
    JOIN finance_transfer AS transfer ON transfer.entry_id = entry.id
    JOIN finance_ledgeraccount AS own ON own.id = transfer.debit_id
    JOIN finance_ledgeraccount AS other ON other.id = transfer.credit_id
    WHERE {own_debit} AND entry.business_date IN ({days})
  UNION ALL
    SELECT entry.business_date, entry.id, entry.kind, entry.reference, other.code,
        transfer.id, 1, 0, transfer.amount_fen, transfer.purpose
    FROM finance_entry AS entry
    JOIN finance_transfer AS transfer ON transfer.entry_id = entry.id
    JOIN finance_ledgeraccount AS own ON own.id = transfer.credit_id
    JOIN finance_ledgeraccount AS other ON other.id = transfer.debit_id
    WHERE {own_credit} AND entry.business_date IN ({days})
) AS line
ORDER BY business_date, entry_id, transfer_id, side
LIMIT %s OFFSET %s
"""


@dataclass(frozen=True)
class StatementLine:
    """One transfer as the account sees it; the balance is on the account's normal side."""

    business_date: dt.date
    entry_id: int
    kind: str
    reference: str
    other_code: str
    debit_fen: int
    credit_fen: int
    purpose: str
    balance_fen: int

    @property
    def entry_number(self) -> str:
        return f"JE{self.business_date:%Y%m%d}{self.entry_id:08d}"


@dataclass(frozen=True)
class AccountStatement:
    """A page of lines; `first` is the place of the first of them, counted from nought."""

    account: ReportAccount
    period: Period
    lines: list[StatementLine]
    first: int
    count: int
    opening_fen: int
    closing_fen: int
    debits_fen: int
    credits_fen: int


def account_statement(
    account: ReportAccount, period: Period, *, first: int = 0, size: int = PAGE_SIZE
) -> AccountStatement:
    """Return some lines of an account, from the place `first` on, oldest first."""
    every = _days(account.code, period.last_on)
    before = [day for day in every if day.business_date < period.first_on]
    days = every[len(before) :]
    debits_fen, credits_fen = _sums(days)
    opened_fen, taken_fen = _sums(before)
    opening_fen = opened_fen - taken_fen
    sign = 1 if account.is_debit_side else -1
    return AccountStatement(
        account=account,
        period=period,
        lines=_lines(account, days, opening_fen, first, size),
        first=first,
        count=sum(day.sides for day in days),
        opening_fen=sign * opening_fen,
        closing_fen=sign * (opening_fen + debits_fen - credits_fen),
        debits_fen=debits_fen,
        credits_fen=credits_fen,
    )


def _sums(days: list[DaySides]) -> tuple[int, int]:
    return sum(day.debits_fen for day in days), sum(day.credits_fen for day in days)


def _days(code: str, last_on: dt.date) -> list[DaySides]:
    """Return the days through one on which the account moved, in their order, each once."""
    written_on = totals_through()
    rows = AccountDay.objects.filter(code=code, business_date__lte=min(last_on, written_on))
    found = [
        DaySides(*row)
        for row in rows.values_list("business_date", "code", "debits_fen", "credits_fen", "sides")
    ]
    late = unwritten(FIRST, last_on, written_on)
    by_day: dict[dt.date, DaySides] = {}
    for day in sorted([*found, *(one for one in late if one.code == code)]):
        there = by_day.get(day.business_date, DaySides(day.business_date, code, 0, 0, 0))
        sums = (a + b for a, b in zip(there[2:], day[2:], strict=True))
        by_day[day.business_date] = DaySides(day.business_date, code, *sums)
    return list(by_day.values())


def _lines(
    account: ReportAccount, days: list[DaySides], opening_fen: int, first: int, size: int
) -> list[StatementLine]:
    skipped, wanted = 0, []
    for day in days:
        if skipped + day.sides <= first and not wanted:
            skipped += day.sides
            opening_fen += day.debits_fen - day.credits_fen
        elif sum(one.sides for one in wanted) < first - skipped + size:
            wanted.append(day)
    if not wanted:
        return []
    sign = 1 if account.is_debit_side else -1
    own_debit, own_credit, own = _own(account.code)
    query = LINES.format(own_debit=own_debit, own_credit=own_credit, days=", ".join(["%s"] * len(wanted)))
    dates = [day.business_date.isoformat() for day in wanted]
    with connection.cursor() as cursor:
        cursor.execute(query, [*own, *dates, *own, *dates, size, first - skipped])
        return [
            StatementLine(_date(row[0]), *row[1:8], balance_fen=sign * (opening_fen + int(row[8])))
            for row in cursor.fetchall()
        ]


def _own(code: str) -> tuple[str, str, list[str]]:
    """Return how the account's own side is found: a house account by its few rows, whose share the planner knows."""
    ids = LedgerAccount.objects.filter(code=code, owner__isnull=True).values_list("pk", flat=True)
    if not ids:
        return "own.code = %s", "own.code = %s", [code]
    listed = ", ".join(map(str, ids))
    return f"transfer.debit_id IN ({listed})", f"transfer.credit_id IN ({listed})", []


def _date(on: dt.date | str) -> dt.date:
    return on if isinstance(on, dt.date) else dt.date.fromisoformat(on)
