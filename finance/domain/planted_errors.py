"""Statements with an error planted in them, to show that each is found: what the sandbox bank does on request.

The control totals are those of the wrong lines, as a bank's own would be: the file itself is sound.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from finance.domain.statement_file import BankLine, StatementFile

Lines = tuple[BankLine, ...]


def plant(statement: StatementFile, error: str) -> StatementFile:
    """Return the statement with one error in it: `missing`, `doubled`, `one_fen`, `wrong_day`, `unknown` or `balance`.

    Refuses (ValueError) an error it does not know, and one that needs a line on a statement without any.
    """
    if error == "balance":
        return replace(
            statement, opening_fen=statement.opening_fen + 1, closing_fen=statement.closing_fen + 1
        )
    lines = LINES[error](statement) if error in LINES else None
    if lines is None:
        raise ValueError(f"There is no error {error} to plant here.")
    moved_fen = sum(line.signed_fen for line in lines)
    return replace(statement, lines=lines, closing_fen=statement.opening_fen + moved_fen)


def _missing(statement: StatementFile) -> Lines | None:
    return statement.lines[:-1] if statement.lines else None


def _doubled(statement: StatementFile) -> Lines | None:
    return (*statement.lines, statement.lines[-1]) if statement.lines else None


def _one_fen(statement: StatementFile) -> Lines | None:
    return _with_last(statement, lambda line: replace(line, amount_fen=line.amount_fen + 1))


def _wrong_day(statement: StatementFile) -> Lines | None:
    return _with_last(statement, lambda line: replace(line, at=line.at + dt.timedelta(days=1)))


def _unknown(statement: StatementFile) -> Lines | None:
    at = dt.datetime.combine(statement.day, dt.time(15, 30), dt.timezone(dt.timedelta(hours=8)))
    number = f"BX{statement.day:%Y%m%d}{len(statement.lines) + 1:04d}"
    return (*statement.lines, BankLine(number, at, 1, 88_88, "", ""))


def _with_last(statement: StatementFile, change: Callable[[BankLine], BankLine]) -> Lines | None:
    return (*statement.lines[:-1], change(statement.lines[-1])) if statement.lines else None


LINES: dict[str, Callable[[StatementFile], Lines | None]] = {
    "missing": _missing,
    "doubled": _doubled,
    "one_fen": _one_fen,
    "wrong_day": _wrong_day,
    "unknown": _unknown,
}
