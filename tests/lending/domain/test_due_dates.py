"""Due dates: counted from the seed, clamped, never chained."""

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from lending.domain.due_dates import add_months, due_dates, is_leap
from lending.domain.terms import Terms


def _dues(disbursed_on, **changes):
    values = {"principal_fen": 100_000, "annual_rate_ppm": 0, "method": "flat", "periods": 4}
    terms = Terms(**(values | {"disbursed_on": dt.date.fromisoformat(disbursed_on)} | changes))
    return [due.isoformat() for due in due_dates(terms)]


@pytest.mark.parametrize(
    "disbursed_on, changes, dues",
    [
        ("2026-01-15", {}, ["2026-02-15", "2026-03-15", "2026-04-15", "2026-05-15"]),
        # From the 31st, each month clamps for itself and May returns to the anchor.
        ("2026-01-31", {}, ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("2024-01-30", {}, ["2024-02-29", "2024-03-30", "2024-04-30", "2024-05-30"]),
        ("2025-11-29", {}, ["2025-12-29", "2026-01-29", "2026-02-28", "2026-03-29"]),
        ("2026-08-31", {"period_every": 6}, ["2027-02-28", "2027-08-31", "2028-02-29", "2028-08-31"]),
        ("2024-02-29", {"period_every": 12}, ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        (
            "2026-12-20",
            {"period_unit": "week", "period_every": 2},
            ["2027-01-03", "2027-01-17", "2027-01-31", "2027-02-14"],
        ),
        ("2024-02-27", {"period_unit": "day"}, ["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"]),
        (
            "2026-01-15",
            {"first_due_on": dt.date(2026, 1, 31)},
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"],
        ),
    ],
)
def test_due_dates_count_from_the_seed(disbursed_on, changes, dues):
    assert _dues(disbursed_on, **changes) == dues


@given(st.dates(dt.date(1, 1, 1), dt.date(9000, 1, 1)), st.integers(0, 1_200))
def test_adding_months_agrees_with_dateutil(day, months):
    assert add_months(day, months) == day + relativedelta(months=months)


@pytest.mark.parametrize(
    "year, leap", [(1900, False), (2000, True), (2024, True), (2026, False), (2100, False)]
)
def test_leap_years(year, leap):
    assert is_leap(year) is leap
