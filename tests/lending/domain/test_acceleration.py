"""Calling a loan in: what falls due on the day, for every method worked out by hand, and when it may be done."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lending.domain.acceleration import Default, call_in, default_of, is_cash_default, is_goods_default
from lending.domain.terms import Terms
from tests.lending.domain.open_instalments import make_terms, open_instalments
from tests.lending.domain.strategies import terms

ON = dt.date(2026, 3, 25)


@pytest.mark.parametrize(
    ("changes", "principal_fen", "interest_fen", "days"),
    [
        # 396,027 and 399,987 fell due; ten days of the third period: 4,039.86 × 12 % × 10 / 360 = 13.466
        ({}, 403_986, 1_347, 10),
        ({"method": "equal_principal"}, 400_000, 1_333, 10),
        ({"method": "interest_only"}, 1_200_000, 4_000, 10),
        # 等本等息: ten of the thirty days of a period's 120.00.
        ({"method": "flat"}, 400_000, 4_000, 10),
        # A bullet has one period: 70 of its days were used.
        ({"method": "bullet"}, 1_200_000, 28_000, 70),
        # By actual days (31, 28, 31) the level payment is 4,079.17, of which 122.30 and 74.04 are interest; 4,038.00
        # is left: 4,038.00 × 12 % × 10 / 365 = 13.276
        ({"day_count": "act/365"}, 403_800, 1_328, 10),
    ],
)
def test_what_is_called_in_is_the_rest_with_the_interest_of_the_days_used(
    changes: dict[str, object], principal_fen: int, interest_fen: int, days: int
) -> None:
    found = call_in(make_terms(**changes), open_instalments(make_terms(**changes)), ON)
    assert found is not None
    assert (found.principal_fen, found.interest_fen, found.days) == (principal_fen, interest_fen, days)
    assert (found.starts_on, found.due_on) == (
        dt.date(2026, 1, 15) if days == 70 else dt.date(2026, 3, 15),
        ON,
    )
    assert round(found.base_fen * Fraction(found.rate_num, found.rate_den)) == interest_fen


def test_fees_run_by_days_as_well() -> None:
    of = make_terms(monthly_fee_ppm=5_000)
    found = call_in(of, open_instalments(of), ON)
    assert found is not None
    assert found.fee_fen == 2_000


@pytest.mark.parametrize("method", ["equal_instalment", "equal_principal", "interest_only", "flat"])
def test_on_the_day_a_period_begins_none_of_it_is_used(method: str) -> None:
    of = make_terms(method=method)
    found = call_in(of, open_instalments(of), dt.date(2026, 3, 15))
    assert found is not None
    assert (found.interest_fen, found.days, found.starts_on) == (0, 0, dt.date(2026, 3, 14))


def test_nothing_is_called_in_where_all_is_due() -> None:
    assert call_in(make_terms(), open_instalments(make_terms()), dt.date(2026, 4, 15)) is None


def test_how_far_behind_counts_from_the_day_after_the_due_date() -> None:
    rows = open_instalments(make_terms())
    assert default_of(rows, dt.date(2026, 2, 15)) == Default(0, 0, 0)
    assert default_of(rows, dt.date(2026, 2, 16)) == Default(396_027, 1, 1)
    assert default_of(rows, ON) == Default(796_014, 2, 38)
    paid = [rows[0]._replace(paid_principal_fen=396_000), *rows[1:]]
    assert default_of(paid, ON).unpaid_fen == 400_014


def test_goods_are_called_in_from_a_fifth_of_the_price_on_and_no_fen_earlier() -> None:
    for unpaid_fen, may in ((2_400_00, True), (2_399_99, False)):
        assert is_goods_default(Default(unpaid_fen, 1, 1), 12_000_00, 200_000) is may


def test_cash_is_called_in_by_instalments_and_days_both() -> None:
    for default, may in (
        (Default(1, 2, 31), True),
        (Default(1, 2, 30), False),
        (Default(9_999_99, 1, 99), False),
    ):
        assert is_cash_default(default, 2, 30) is may


@given(of=terms(), day=st.integers(1, 900))
def test_no_fen_of_principal_is_lost_and_no_interest_of_days_to_come_is_asked(of: Terms, day: int) -> None:
    rows, on = open_instalments(of), of.disbursed_on + dt.timedelta(days=day)
    found = call_in(of, rows, on)
    ahead = [row for row in rows if row.due_on > on]
    assert (found is None) == (not ahead)
    if found is not None:
        assert found.principal_fen == sum(row.principal_fen for row in ahead)
        assert 0 <= found.interest_fen <= sum(row.interest_fen for row in ahead)
        assert 0 <= found.fee_fen <= sum(row.fee_fen for row in ahead)
        assert found.starts_on < found.due_on == on
