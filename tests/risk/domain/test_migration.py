"""The migration matrix and the roll rates against a table worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.migration import BUCKET_COUNT, by_bucket, migration_matrix, roll_rates
from risk.domain.portfolio import LoanDay
from tests.risk.domain.books import a_loan

# A month of seven loans, in yuan; the seventh was paid out within it.
BEFORE = [
    a_loan(1, 5_000_00),
    a_loan(2, 3_000_00),
    a_loan(3, 2_000_00),
    a_loan(4, 1_000_00, 1),
    a_loan(5, 1_000_00, 1),
    a_loan(6, 500_00, 4),
]
AFTER = [
    a_loan(1, 4_500_00),  # 500 repaid
    a_loan(2, 3_000_00, 1),  # got late
    a_loan(3, 0, status="settled"),
    a_loan(4, 1_000_00, 2),  # rolled on
    a_loan(5, 900_00),  # cured, 100 repaid
    a_loan(6, 500_00, 4, status="written_off"),
    a_loan(7, 2_000_00),
]


def test_the_matrix_matches_the_table() -> None:
    rows, fresh = migration_matrix(BEFORE, AFTER, by_bucket, BUCKET_COUNT)
    shown = [
        (
            row.opening_fen // 100,
            [fen // 100 for fen in row.to_fen[:3]],
            row.repaid_fen // 100,
            row.written_off_fen // 100,
        )
        for row in rows
    ]
    assert shown[0] == (10_000, [4_500, 3_000, 0], 2_500, 0)
    assert shown[1] == (2_000, [900, 0, 1_000], 100, 0)
    assert shown[4] == (500, [0, 0, 0], 0, 500)
    assert (rows[0].opening_loans, rows[0].to_loans[:2], rows[0].repaid_loans) == (3, (1, 1), 1)
    assert (fresh.opening_fen, fresh.to_fen[0], fresh.to_loans[0]) == (0, 2_000_00, 1)


def test_the_roll_rates_match_the_table() -> None:
    rates = roll_rates(migration_matrix(BEFORE, AFTER, by_bucket, BUCKET_COUNT)[0])
    # Of 10,000 not late 3,000 got late, 4,500 stayed, 2,500 were repaid.
    assert rates[0][1:] == (10_000_00, 300_000, 450_000, 0, 250_000)
    # Of 2,000 up to 30 days late half rolled on, 900 were cured, 100 repaid.
    assert rates[1][1:] == (2_000_00, 500_000, 0, 450_000, 50_000)
    # What was written off is as bad as it gets; an empty bucket has no rates.
    assert rates[4][1:] == (500_00, 1_000_000, 0, 0, 0)
    assert rates[2][1:] == (0, 0, 0, 0, 0)


def test_a_loan_does_not_vanish_from_the_book() -> None:
    with pytest.raises(ValueError, match="known on every later day"):
        migration_matrix(BEFORE, AFTER[:3], by_bucket, BUCKET_COUNT)


LOANS = st.lists(
    st.tuples(
        st.integers(1, 10**9),
        st.integers(0, 6),
        st.integers(0, 1_000),
        st.integers(0, 6),
        st.sampled_from(["active", "settled", "written_off"]),
    ),
    max_size=20,
)


@given(LOANS, st.integers(0, 3))
def test_every_row_sums_to_its_opening_and_every_column_to_the_closing_book(
    rows: list[tuple[int, int, int, int, str]], fresh_loans: int
) -> None:
    before, after = [], []
    for number, (fen, bucket, left, later, status) in enumerate(rows):
        before.append(a_loan(number, fen, bucket))
        left_fen = 0 if status == "settled" else fen * left // 1_000
        after.append(a_loan(number, left_fen, later, status=status))
    after += [a_loan(1_000 + one, 7_000_00) for one in range(fresh_loans)]
    matrix, fresh = migration_matrix(before, after, by_bucket, BUCKET_COUNT)
    for row in matrix:
        assert row.opening_fen == sum(row.to_fen) + row.repaid_fen + row.written_off_fen
        assert row.opening_loans == sum(row.to_loans) + row.repaid_loans + row.written_off_loans
    for place in range(BUCKET_COUNT):
        closing = sum(one.outstanding_fen for one in after if _is_at(one, place))
        assert sum(row.to_fen[place] for row in [*matrix, fresh]) == closing


def _is_at(loan: LoanDay, place: int) -> bool:
    return loan.is_on_book and loan.bucket == place
