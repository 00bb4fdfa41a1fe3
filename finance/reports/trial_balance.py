"""The trial balance of a period: what stood before, what moved, what stands, each book for itself."""

from dataclasses import dataclass

from django.utils.functional import Promise

from finance.chart import BOOK_NAMES
from finance.chart_in_force import ReportAccount, chart_on
from finance.queries.daily_totals import Movement, movements_of
from finance.reports.period import Period, day_before

NOTHING = Movement(0, 0)


@dataclass(frozen=True)
class Sides:
    """A figure in two columns: a balance stands in one of them, what moved in both."""

    debits_fen: int
    credits_fen: int


@dataclass(frozen=True)
class TrialLine:
    """One account; opening and closing are balances, on the side where they stand."""

    account: ReportAccount
    opening: Sides
    moved: Sides
    closing: Sides


@dataclass(frozen=True)
class TrialBook:
    """One book with the sums of its columns."""

    code: str
    name: Promise
    lines: list[TrialLine]

    @property
    def opening(self) -> Sides:
        return _sum([line.opening for line in self.lines])

    @property
    def moved(self) -> Sides:
        return _sum([line.moved for line in self.lines])

    @property
    def closing(self) -> Sides:
        return _sum([line.closing for line in self.lines])

    @property
    def is_balanced(self) -> bool:
        """Whether each pair of columns has the same sum."""
        return all(one.debits_fen == one.credits_fen for one in (self.opening, self.moved, self.closing))


def trial_balance(period: Period) -> list[TrialBook]:
    """Return the three books; accounts without a figure are left out."""
    before, moved = movements_of((None, day_before(period.first_on)), (period.first_on, period.last_on))
    accounts = chart_on(period.last_on)
    lines = [
        _line(account, before.get(code, NOTHING), moved.get(code, NOTHING))
        for code, account in accounts.items()
    ]
    told = [line for line in lines if _has_figure(line)]
    return [
        TrialBook(book, name, [line for line in told if line.account.book == book])
        for book, name in BOOK_NAMES.items()
    ]


def _line(account: ReportAccount, before: Movement, moved: Movement) -> TrialLine:
    opening_fen = before.debits_fen - before.credits_fen
    closing_fen = opening_fen + moved.debits_fen - moved.credits_fen
    return TrialLine(account, _balance(opening_fen), Sides(*moved), _balance(closing_fen))


def _balance(difference_fen: int) -> Sides:
    return Sides(max(difference_fen, 0), max(-difference_fen, 0))


def _has_figure(line: TrialLine) -> bool:
    sides = (line.opening, line.moved, line.closing)
    return any(one.debits_fen or one.credits_fen for one in sides)


def _sum(sides: list[Sides]) -> Sides:
    return Sides(sum(one.debits_fen for one in sides), sum(one.credits_fen for one in sides))
