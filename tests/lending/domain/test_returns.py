"""Four returns against pyxirr, and a forecast whose parts are the whole."""

import datetime as dt

import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from lending.domain import rates
from lending.domain.forecast import Coming, by_month, days_past_due, weight_ppm, weighted_fen
from lending.domain.returns import TOO_SOON, Standing, returns_of

START = dt.date(2026, 1, 31)
TODAY = dt.date(2026, 11, 26)
TABLE = [
    {"from_days": 0, "A": 995_000, "B": 985_000},
    {"from_days": 1, "A": 900_000, "B": 860_000},
    {"from_days": 31, "A": 600_000, "B": 550_000},
]


def xirr(flows: list[tuple[dt.date, int]]) -> float:
    days, amounts = zip(*flows, strict=True)
    found = pyxirr.xirr(days, amounts)
    assert found is not None
    return found


@given(
    st.lists(st.tuples(st.integers(1, 298), st.integers(1, 90_000)), min_size=1, max_size=40),
    st.integers(0, 5_000_000),
    st.integers(0, 100),
)
def test_both_returns_are_those_of_pyxirr(
    receipts: list[tuple[int, int]], overdue_fen: int, worth_percent: int
) -> None:
    flows = [(START, -10_000_000), *((START + dt.timedelta(days=day), fen) for day, fen in receipts)]
    standing = Standing(9_500_000, overdue_fen, overdue_fen * worth_percent // 100)
    found = returns_of(flows, standing, TODAY, 30)
    for rate, ended_fen in ((found.strict, standing.strict_fen), (found.estimate, standing.estimate_fen)):
        assert rate.value == pytest.approx(xirr([*flows, (TODAY, ended_fen)]), abs=1e-7)
    assert found.strict.value is not None
    assert found.estimate.value is not None
    assert found.strict.value <= found.estimate.value + 1e-12


def test_idle_cash_lowers_a_return() -> None:
    lent, back = [(START, -500_000_00), (TODAY, 30_000_00)], Standing(500_000_00, 0, 0)
    without = returns_of(lent, back, TODAY, 30)
    paid_in = [(START, -600_000_00)]
    # 30,000 of interest lie in the wallet beside the 100,000 that were never lent.
    with_idle = returns_of(paid_in, back, TODAY, 30, idle_fen=130_000_00)
    assert with_idle.strict.value == pytest.approx(xirr([*paid_in, (TODAY, 630_000_00)]), abs=1e-9)
    assert without.strict.value is not None
    assert with_idle.strict.value is not None
    assert with_idle.strict.value < without.strict.value


def test_too_little_time_and_too_little_money_name_no_rate() -> None:
    standing = Standing(100_000, 0, 0)
    flows = [(TODAY - dt.timedelta(days=29), -100_000), (TODAY, 500)]
    assert returns_of(flows, standing, TODAY, 30).strict.reason == TOO_SOON
    assert returns_of(flows, standing, TODAY, 29).strict.value is not None
    assert returns_of([], Standing(0, 0, 0), TODAY, 30).strict.reason == rates.NO_FLOWS
    lost = Standing(100_000, 100_000, 0)
    twice = [(START, -60_000), (START + dt.timedelta(days=9), -40_000)]
    assert returns_of(twice, lost, TODAY, 30).strict.reason == rates.NO_SIGN_CHANGE


def test_a_probability_goes_by_grade_and_days_past_due() -> None:
    assert [weight_ppm(TABLE, "B", days) for days in (0, 1, 30, 31, 400)] == [
        985_000, 860_000, 860_000, 550_000, 550_000
    ]  # fmt: skip
    with pytest.raises(KeyError):
        weight_ppm(TABLE, "Z", 0)
    assert days_past_due(None, TODAY) == 0
    assert days_past_due(TODAY, TODAY) == 0
    assert days_past_due(TODAY - dt.timedelta(days=31), TODAY) == 31
    assert weighted_fen(TABLE, Coming(TODAY, "A", 0, 99, 1)) == 100  # 99.5 rounds up
    assert weighted_fen(TABLE, Coming(TODAY, "A", 31, 99, 2)) == 61  # 60.6


def test_months_are_whole_and_what_is_overdue_stands_apart() -> None:
    rows = [
        Coming(dt.date(2026, 11, 25), "A", 1, 1000, 10),
        Coming(dt.date(2026, 11, 26), "A", 0, 1000, 10),
        Coming(dt.date(2027, 1, 31), "B", 0, 2000, 5),
        Coming(dt.date(2027, 1, 31), "A", 1, 2000, 5),
    ]
    late, months = by_month(TABLE, rows, TODAY)
    assert (late.first_on, late.contracted_fen, late.weighted_fen) == (None, 1010, 909)
    assert [(month.first_on, month.contracted_fen, month.weighted_fen) for month in months] == [
        (dt.date(2026, 11, 1), 1010, 1005),
        (dt.date(2026, 12, 1), 0, 0),
        (dt.date(2027, 1, 1), 4010, 1975 + 1805),
    ]
    assert late.contracted_fen + sum(month.contracted_fen for month in months) == sum(
        row.total_fen for row in rows
    )
    assert by_month(TABLE, [], TODAY) == ((None, 0, 0, 0), [])
