"""What stands on each account on its normal side, and gathered by the lines of the statements."""

from dataclasses import dataclass

from finance.chart_in_force import ReportAccount
from finance.queries.daily_totals import Movement
from finance.statement_lines import LINES, ReportLine

NOTHING = Movement(0, 0)


@dataclass(frozen=True)
class AccountFigures:
    """An account with its figures, one for each column; fen on the normal side."""

    account: ReportAccount
    figures: tuple[int, ...]


@dataclass(frozen=True)
class LineFigures:
    """A line of a statement with the accounts behind it."""

    line: ReportLine
    accounts: list[AccountFigures]
    figures: tuple[int, ...]


def normal_fen(account: ReportAccount, moved: Movement) -> int:
    """Return what debits and credits make on an account's normal side."""
    difference_fen = moved.debits_fen - moved.credits_fen
    return difference_fen if account.is_debit_side else -difference_fen


def gather(
    accounts: dict[str, ReportAccount], book: str, kind: str, columns: list[dict[str, Movement]]
) -> list[LineFigures]:
    """Return the lines of a kind in a book that have a figure in any column, with their accounts."""
    lines = []
    for line in LINES:
        if (line.book, line.kind) != (book, kind):
            continue
        within = [
            AccountFigures(one, tuple(normal_fen(one, column.get(one.code, NOTHING)) for column in columns))
            for one in accounts.values()
            if one.line == line.code
        ]
        told = [one for one in within if any(one.figures)]
        if told:
            lines.append(LineFigures(line, told, add([one.figures for one in told], len(columns))))
    return lines


def add(rows: list[tuple[int, ...]], width: int) -> tuple[int, ...]:
    """Return the sums of columns, zero where there is no row."""
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * width
