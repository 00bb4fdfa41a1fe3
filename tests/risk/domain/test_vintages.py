"""Vintages against a table worked by hand."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from risk.domain.vintages import VintageLoan, month_end, vintages

AS_OF = dt.date(2026, 5, 20)
LOANS = [
    # January: 4 loans, 40,000 yuan. One bad on 20 March owing 9,000, one on 30 April owing 6,000.
    VintageLoan(dt.date(2026, 1, 2), 10_000_00, dt.date(2026, 3, 20), 9_000_00),
    VintageLoan(dt.date(2026, 1, 9), 10_000_00, dt.date(2026, 4, 30), 6_000_00),
    VintageLoan(dt.date(2026, 1, 31), 10_000_00),
    VintageLoan(dt.date(2026, 1, 15), 10_000_00, dt.date(2026, 5, 1), 5_000_00),
    # March: 2 loans, 15,000 yuan; nothing bad.
    VintageLoan(dt.date(2026, 3, 3), 10_000_00),
    VintageLoan(dt.date(2026, 3, 4), 5_000_00),
    # May: its first month has not ended.
    VintageLoan(dt.date(2026, 5, 4), 5_000_00),
]


def test_the_cumulative_bad_rates_match_the_table() -> None:
    january, march, may = vintages(LOANS, AS_OF)
    assert (january.month, january.loans, january.principal_fen) == (dt.date(2026, 1, 1), 4, 40_000_00)
    # Months on book 0 (January) to 3 (April); May has not ended.
    assert [cell.loans for cell in january.cells] == [0, 0, 1, 2]
    assert [cell.count_ppm for cell in january.cells] == [0, 0, 250_000, 500_000]
    assert [cell.amount_ppm for cell in january.cells] == [0, 0, 225_000, 375_000]
    assert [cell.count_ppm for cell in march.cells] == [0, 0]
    assert (may.loans, may.cells) == (1, ())


def test_on_its_last_day_a_month_counts() -> None:
    january = vintages(LOANS, dt.date(2026, 5, 31))[0]
    assert [cell.count_ppm for cell in january.cells] == [0, 0, 250_000, 500_000, 750_000]
    assert month_end(dt.date(2026, 11, 1), 3) == dt.date(2027, 2, 28)


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.one_of(st.none(), st.integers(0, 400)), st.integers(1, 10**9)),
        max_size=20,
    )
)
def test_rates_only_grow_and_loans_sum_to_the_whole(rows: list[tuple[int, int | None, int]]) -> None:
    first, as_of = dt.date(2025, 5, 1), dt.date(2026, 6, 5)
    loans = [
        VintageLoan(
            first + dt.timedelta(days=on),
            fen,
            None if bad is None else first + dt.timedelta(days=on + bad),
            0 if bad is None else fen // 2,
        )
        for on, bad, fen in rows
    ]
    found = vintages(loans, as_of)
    assert sum(one.loans for one in found) == sum(loan.disbursed_on <= as_of for loan in loans)
    for one in found:
        rates = [cell.count_ppm for cell in one.cells]
        assert rates == sorted(rates)
        assert all(cell.count_ppm <= 1_000_000 and cell.fen <= one.principal_fen for cell in one.cells)
