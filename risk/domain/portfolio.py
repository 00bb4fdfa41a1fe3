"""The book on a day: sums of its loans by bucket, class and any other side, and what is late of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from risk.domain.buckets import BUCKETS, OVER
from risk.domain.classification import CLASSES
from risk.domain.loan_history import ACTIVE, WRITTEN_OFF
from risk.domain.shares import share_ppm


class LoanDay(NamedTuple):
    """Hold a loan at the end of a day with what it is counted by; amounts are principal in fen."""

    loan_id: int
    status: str
    outstanding_fen: int
    overdue_fen: int
    overdue_since_on: dt.date | None
    bucket: int
    five_class: str
    is_watched: bool
    written_off_fen: int
    recovered_fen: int
    principal_fen: int
    disbursed_on: dt.date
    grade: str
    line: str
    dealer_id: int | None
    region: str
    periods: int

    @property
    def is_on_book(self) -> bool:
        """Tell whether the loan still counts: neither repaid nor written off."""
        return self.status == ACTIVE


class Tally(NamedTuple):
    """Hold a number of loans and their principal in fen."""

    loans: int = 0
    fen: int = 0

    def plus(self, fen: int) -> "Tally":
        """Return the sum with one loan more."""
        return Tally(self.loans + 1, self.fen + fen)


class BookFigures(NamedTuple):
    """Hold the book of a day: what is outstanding, late, bad and gone; amounts in fen, by bucket and class."""

    book: Tally
    overdue_fen: int
    by_bucket: tuple[Tally, ...]
    by_class: dict[str, Tally]
    watched: Tally
    written_off: Tally
    recovered_fen: int

    def par(self, days: int) -> Tally:
        """Return the loans over 30, 60 or 90 days late, with everything they owe."""
        worse = self.by_bucket[OVER[days] :]
        return Tally(sum(one.loans for one in worse), sum(one.fen for one in worse))

    def par_ppm(self, days: int) -> int:
        """Return the principal of loans over so many days late as a share of the book (PAR)."""
        return share_ppm(self.par(days).fen, self.book.fen)


def book_figures(loans: Iterable[LoanDay]) -> BookFigures:
    """Sum the loans of a day; those written off stand apart."""
    book, watched, written_off = Tally(), Tally(), Tally()
    by_bucket, by_class = [Tally() for _one in BUCKETS], dict.fromkeys(CLASSES, Tally())
    overdue_fen = recovered_fen = 0
    for loan in loans:
        recovered_fen += loan.recovered_fen
        if loan.status == WRITTEN_OFF:
            written_off = written_off.plus(loan.outstanding_fen)
        if not loan.is_on_book:
            continue
        fen = loan.outstanding_fen
        book, overdue_fen = book.plus(fen), overdue_fen + loan.overdue_fen
        by_bucket[loan.bucket] = by_bucket[loan.bucket].plus(fen)
        by_class[loan.five_class] = by_class[loan.five_class].plus(fen)
        watched = watched.plus(fen) if loan.is_watched else watched
    return BookFigures(book, overdue_fen, tuple(by_bucket), by_class, watched, written_off, recovered_fen)


def book_by(loans: Iterable[LoanDay], side: Callable[[LoanDay], Hashable]) -> dict[Hashable, BookFigures]:
    """Return the figures of the book for each value of a side, such as grade or dealer."""
    groups: dict[Hashable, list[LoanDay]] = defaultdict(list)
    for loan in loans:
        if loan.is_on_book:
            groups[side(loan)].append(loan)
    return {value: book_figures(rows) for value, rows in groups.items()}
