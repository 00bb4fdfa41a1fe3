"""Where the book of one day stood on another: the matrix of buckets or classes, and the rates of rolling on."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from risk.domain.buckets import BUCKETS
from risk.domain.loan_history import SETTLED, WRITTEN_OFF
from risk.domain.portfolio import LoanDay
from risk.domain.shares import share_ppm


class MatrixRow(NamedTuple):
    """Hold what became of the loans of one place; amounts in fen, `to` by the places of the later day.

    The opening amount is the sum of what stands at each place later, what was repaid (or waived), and what was written
    off.
    """

    opening_loans: int
    opening_fen: int
    to_loans: tuple[int, ...]
    to_fen: tuple[int, ...]
    repaid_loans: int
    repaid_fen: int
    written_off_loans: int
    written_off_fen: int


class RollRate(NamedTuple):
    """Hold the shares of a bucket's opening amount in ppm: rolled into a worse one, stayed, cured, repaid.

    What was written off has rolled into a worse one.
    """

    bucket: int
    opening_fen: int
    worse_ppm: int
    same_ppm: int
    better_ppm: int
    repaid_ppm: int


def migration_matrix(
    before: Iterable[LoanDay], after: Iterable[LoanDay], place: Callable[[LoanDay], int], places: int
) -> tuple[list[MatrixRow], MatrixRow]:
    """Return a row for each place of the earlier day, and one for loans that were not on the book then.

    The last row opens with nothing; what its loans owe on the later day is new business.
    """
    later = {loan.loan_id: loan for loan in after}
    rows = [_Row(places) for _one in range(places)]
    fresh, known = _Row(places), set()
    for loan in before:
        if not loan.is_on_book:
            known.add(loan.loan_id)
            continue
        known.add(loan.loan_id)
        rows[place(loan)].add(loan.outstanding_fen, later.get(loan.loan_id), place)
    for loan in later.values():
        if loan.loan_id not in known and loan.is_on_book:
            fresh.enter(loan, place)
    return [row.done() for row in rows], fresh.done()


class _Row:
    def __init__(self, places: int) -> None:
        self.opening = [0, 0]
        self.loans, self.fen = [0] * places, [0] * places
        self.repaid, self.off = [0, 0], [0, 0]

    def add(self, opening_fen: int, loan: LoanDay | None, place: Callable[[LoanDay], int]) -> None:
        self.opening[0] += 1
        self.opening[1] += opening_fen
        if loan is None:
            raise ValueError("A loan once on the book is known on every later day.")
        self.repaid[1] += opening_fen - loan.outstanding_fen
        if loan.status == SETTLED:
            self.repaid[0] += 1
        elif loan.status == WRITTEN_OFF:
            self.off[0] += 1
            self.off[1] += loan.outstanding_fen
        else:
            self.enter(loan, place)

    def enter(self, loan: LoanDay, place: Callable[[LoanDay], int]) -> None:
        self.loans[place(loan)] += 1
        self.fen[place(loan)] += loan.outstanding_fen

    def done(self) -> MatrixRow:
        return MatrixRow(
            opening_loans=self.opening[0],
            opening_fen=self.opening[1],
            to_loans=tuple(self.loans),
            to_fen=tuple(self.fen),
            repaid_loans=self.repaid[0],
            repaid_fen=self.repaid[1],
            written_off_loans=self.off[0],
            written_off_fen=self.off[1],
        )


def roll_rates(rows: Sequence[MatrixRow]) -> list[RollRate]:
    """Return the rates of each bucket from a matrix of buckets; the four shares are of the opening amount."""
    return [
        RollRate(
            at,
            row.opening_fen,
            share_ppm(sum(row.to_fen[at + 1 :]) + row.written_off_fen, row.opening_fen),
            share_ppm(row.to_fen[at], row.opening_fen),
            share_ppm(sum(row.to_fen[:at]), row.opening_fen),
            share_ppm(row.repaid_fen, row.opening_fen),
        )
        for at, row in enumerate(rows)
    ]


def by_bucket(loan: LoanDay) -> int:
    """Return the place of a loan's bucket."""
    return loan.bucket


BUCKET_COUNT = len(BUCKETS)
