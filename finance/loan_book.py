"""What the loan book says, asked from below: lending fills this in when the site starts.

The match compares it with the control accounts, and the proof of solvency takes each holder's claims from it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class LoanBookDay:
    """The loan book as it stands now, and what a business day changed in it; principal in fen."""

    outstanding_fen: int = 0
    claims_fen: int = 0
    written_off_fen: int = 0
    claims_written_off_fen: int = 0
    disbursed_fen: int = 0
    # Repaid or waived, also on loans written off.
    ended_fen: int = 0


@dataclass
class LoanBook:
    """The two questions; until somebody fills them in, nothing is lent."""

    day: Callable[[dt.date], LoanBookDay] = lambda _day: LoanBookDay()
    # Holder's id and outstanding principal at the end of a business day; those without any may be left out.
    claims_at_end_of: Callable[[dt.date], dict[int, int]] = lambda _day: {}


_book = LoanBook()


def fill_loan_book(
    *, day: Callable[[dt.date], LoanBookDay], claims_at_end_of: Callable[[dt.date], dict[int, int]]
) -> None:
    """Say who answers, from `apps.py: ready()` of the app that lends."""
    _book.day, _book.claims_at_end_of = day, claims_at_end_of


def loan_book_on(day: dt.date) -> LoanBookDay:
    """Return the loan book now, with what a business day changed in it."""
    return _book.day(day)


def claims_at_end_of(day: dt.date) -> dict[int, int]:
    """Return what each holder of claims is owed at the end of a business day, in a constant number of statements."""
    return _book.claims_at_end_of(day)
