"""Day counts: days and shares of a year."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lending.domain.day_counts import BASE, days_between, span_between, spans
from lending.domain.due_dates import due_dates
from lending.domain.terms import Terms
from tests.lending.domain.strategies import terms


def _on(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    "start, end, thirty, actual",
    [
        ("2026-01-15", "2026-02-15", 30, 31),
        ("2026-01-31", "2026-02-28", 30, 28),
        ("2024-01-30", "2024-02-29", 30, 30),
        ("2026-02-28", "2026-03-28", 30, 28),
        ("2026-01-15", "2026-01-31", 16, 16),
        ("2026-01-15", "2026-03-01", 46, 45),
        ("2026-01-31", "2026-03-31", 60, 59),
        ("2026-01-30", "2026-03-31", 60, 60),
        ("2026-01-15", "2026-01-15", 0, 0),
        ("2025-12-31", "2026-01-01", 1, 1),
        ("2026-01-15", "2027-01-15", 360, 365),
    ],
)
def test_counts_days(start, end, thirty, actual):
    assert days_between("30/360", "month", _on(start), _on(end)) == thirty
    assert days_between("30/360", "week", _on(start), _on(end)) == actual
    assert days_between("act/365", "month", _on(start), _on(end)) == actual


def test_refuses_an_end_before_the_start():
    with pytest.raises(ValueError, match="before it starts"):
        days_between("act/365", "month", _on("2026-01-02"), _on("2026-01-01"))


@pytest.mark.parametrize(
    "start, end, share",
    [
        # 12 December to 12 January: 19 days of 2023 and 12 of 2024 (published case P0002).
        ("2023-12-12", "2024-01-12", Fraction(19, 365) + Fraction(12, 366)),
        ("2024-12-31", "2025-01-31", Fraction(31, 365)),
        ("2023-12-31", "2024-12-31", Fraction(1)),
        ("2023-07-01", "2026-07-01", Fraction(183, 365) + 1 + 1 + Fraction(182, 365)),
        ("2024-02-01", "2024-03-01", Fraction(29, 366)),
    ],
)
def test_actual_years_split_at_new_year(start, end, share):
    span = span_between("act/act", "month", _on(start), _on(end))
    assert Fraction(span.share, BASE["act/act"]) == share
    assert span.days == (_on(end) - _on(start)).days


@given(terms())
def test_a_schedules_spans_are_its_dates_counted_one_by_one(drawn):
    dues = due_dates(drawn)
    days, shares, base = spans(drawn, dues)
    assert base == BASE[drawn.day_count]
    if drawn.day_count == "30/360":
        unit = {"month": 30, "week": 7, "day": 1}[drawn.period_unit]
        assert set(days[1:]) <= {unit * drawn.period_every}
        return
    starts = [drawn.disbursed_on, *dues[:-1]]
    for start, due, count, share in zip(starts, dues, days, shares, strict=True):
        assert (count, share) == span_between(drawn.day_count, drawn.period_unit, start, due)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 400), st.integers(0, 400))
def test_days_used_never_shrink_as_days_pass(start, first, more):
    earlier = start + dt.timedelta(days=first)
    later = earlier + dt.timedelta(days=more)
    for day_count in ("act/365", "act/act"):
        assert (
            span_between(day_count, "month", start, earlier).share
            <= span_between(day_count, "month", start, later).share
        )


def test_regular_first_period_with_a_date_of_its_own_is_a_whole_month():
    dated = Terms(
        principal_fen=1,
        annual_rate_ppm=1,
        method="flat",
        periods=2,
        disbursed_on=_on("2026-01-31"),
        first_due_on=_on("2026-02-28"),
    )
    assert spans(dated, due_dates(dated))[0] == [30, 30]
