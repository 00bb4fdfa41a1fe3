"""The balance sheet of a day, each book for itself, beside the end of the year before."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

from finance.chart import BOOK_NAMES
from finance.chart_in_force import ReportAccount, chart_on
from finance.queries.daily_totals import Movement, movements_of
from finance.reports.balances import LineFigures, add, gather, normal_fen
from finance.reports.period import last_year_end

NOTHING = Movement(0, 0)


@dataclass(frozen=True)
class BookSheet:
    """One book; every figure is a pair: on the day, and at the end of the year before.

    `result` is what was earned and not yet carried to equity.
    """

    code: str
    name: Promise
    assets: list[LineFigures]
    liabilities: list[LineFigures]
    equity: list[LineFigures]
    result: tuple[int, ...]

    @property
    def asset_sum(self) -> tuple[int, ...]:
        return add([line.figures for line in self.assets], 2)

    @property
    def liability_sum(self) -> tuple[int, ...]:
        return add([line.figures for line in self.liabilities], 2)

    @property
    def equity_sum(self) -> tuple[int, ...]:
        return add([*(line.figures for line in self.equity), self.result], 2)

    @property
    def other_side_sum(self) -> tuple[int, ...]:
        return add([self.liability_sum, self.equity_sum], 2)

    @property
    def is_balanced(self) -> bool:
        return self.asset_sum == self.other_side_sum

    @property
    def has_equity(self) -> bool:
        """Whether there is equity to tell; only the company's own book has any."""
        return any(self.result) or bool(self.equity)


def balance_sheet(day: dt.date) -> list[BookSheet]:
    """Return the three books as they stood at the end of a day."""
    columns = movements_of((None, day), (None, last_year_end(day)))
    accounts = chart_on(day)
    return [_sheet(book, name, accounts, columns) for book, name in BOOK_NAMES.items()]


def _sheet(
    book: str, name: Promise, accounts: dict[str, ReportAccount], columns: list[dict[str, Movement]]
) -> BookSheet:
    return BookSheet(
        code=book,
        name=name,
        assets=gather(accounts, book, "asset", columns),
        liabilities=gather(accounts, book, "liability", columns),
        equity=gather(accounts, book, "equity", columns),
        result=tuple(_result_fen(book, accounts, column) for column in columns),
    )


def _result_fen(book: str, accounts: dict[str, ReportAccount], column: dict[str, Movement]) -> int:
    signs = {"income": 1, "cost": -1}
    return sum(
        signs[account.kind] * normal_fen(account, column.get(code, NOTHING))
        for code, account in accounts.items()
        if account.book == book and account.kind in signs
    )
