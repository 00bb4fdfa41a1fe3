"""Rates against published figures, an independent package, and polynomials whose zeros are known."""

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from lending.domain.rates import (
    ALL_AT_ONCE,
    NO_FLOWS,
    NO_SIGN_CHANGE,
    NO_SOLUTION,
    OUT_OF_REACH,
    SEVERAL_SOLUTIONS,
    Flow,
    all_in_rate_ppm,
    effective_annual_rate,
    nominal_rate,
    periodic_rate,
    schedule_effective_rate,
    schedule_nominal_rate,
    unique_rate,
)
from lending.domain.schedule import build_schedule
from lending.domain.terms import Terms
from tests.lending.domain.strategies import terms

PUBLISHED = json.loads(
    (Path(__file__).parents[2] / "vectors" / "rates.json").read_text(), parse_float=Decimal
)


def _exact(amounts):
    return [Fraction(str(amount)) for amount in amounts]


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case["id"])
def test_published_rate_comes_out(case):
    flows = case["flows"]
    if "on" in flows[0]:
        rate = effective_annual_rate(
            (dt.date.fromisoformat(flow["on"]), Fraction(flow["amount"])) for flow in flows
        )
    else:
        rate = unique_rate(Flow(Fraction(flow["t"]), Fraction(flow["amount"])) for flow in flows)
    assert rate.value == pytest.approx(float(case["expected"]), abs=float(case["tolerance"]))


@pytest.mark.parametrize(
    "amounts, reason",
    [
        ([], NO_FLOWS),
        ([0, 0, 0], NO_FLOWS),
        ([5], ALL_AT_ONCE),
        ([0, 5, 0], ALL_AT_ONCE),
        # numpy-financial, tests/test_financial.py: no solution among positive flows.
        ([40_000, 5_000, 8_000, 12_000, 30_000], NO_SIGN_CHANGE),
        ([-1, -1], NO_SIGN_CHANGE),
        # 10 % and 20 % both balance these.
        ([-100, 230, -132], SEVERAL_SOLUTIONS),
        # The pump problem of the textbooks: 25 % and 400 %.
        ([-1_600, 10_000, -10_000], SEVERAL_SOLUTIONS),
        ([-5, 10.5, 1, -8, 1], SEVERAL_SOLUTIONS),
        # One solution above zero, another one at -73 %.
        ([-1, 0, 0, 4, -1], SEVERAL_SOLUTIONS),
        ([-100, 300, -250], NO_SOLUTION),
        ([1_000, -3_000, 2_500], NO_SOLUTION),
    ],
)
def test_refuses_where_no_unique_rate_exists(amounts, reason):
    rate = periodic_rate(_exact(amounts))
    assert (rate.value, rate.reason) == (None, reason)


@pytest.mark.parametrize(
    "amounts, expected",
    [
        ([-100, 110], 0.10),
        ([100, -110], 0.10),
        ([100, -100], 0.0),
        ([-100, 50], -0.5),
        ([0, 0, -100, 0, 121], 0.10),
        # Three changes of sign and yet one rate.
        ([10, -1, 5, -20], 0.15852645048386),
        # Norstrom's case: running totals change sign once.
        ([-100, 60, -10, 90], 0.17097200903026),
        # Microsoft Support, IRR: 8.7 % after five years.
        ([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000], 0.08663094803653),
    ],
)
def test_returns_the_rate_where_it_is_the_only_one(amounts, expected):
    assert periodic_rate(_exact(amounts)).value == pytest.approx(expected, abs=1e-8)


def test_cents_of_one_day_leave_no_trace():
    flows = [(dt.date(2026, 1, 1), Fraction(str(x))) for x in (0.1, 0.2, -0.3)]
    flows += [(dt.date(2026, 2, 1), Fraction(-100)), (dt.date(2027, 2, 1), Fraction(110))]
    assert effective_annual_rate(flows).value == pytest.approx(0.10)


def test_order_of_the_flows_does_not_matter():
    flows = [(dt.date(2027, 1, 1), 110), (dt.date(2026, 1, 1), -100)]
    assert effective_annual_rate(flows).value == pytest.approx(0.10)


def test_refuses_a_rate_too_large_to_write():
    # Doubling in an hour, every hour of the year.
    flows = [Flow(0, -1), Flow(Fraction(1, 8760), 2)]
    assert unique_rate(flows) == (None, OUT_OF_REACH)


def test_a_rate_far_away_is_still_found():
    # One day at 10 %: 1.1³⁶⁵ - 1.
    flows = [(dt.date(2026, 1, 1), -100), (dt.date(2026, 1, 2), 110)]
    assert effective_annual_rate(flows).value == pytest.approx(1.1**365 - 1)
    # A thousandth comes back after thirty periods.
    assert unique_rate([Flow(0, -1000), Flow(30, 1)]).value == pytest.approx(0.001 ** (1 / 30) - 1)


def _polynomial(roots, others):
    """Return the flows whose discount factors v solve Π(v - root)·Π(v + other)."""
    flows = [Fraction(1)]
    for shift in [-root for root in roots] + list(others):
        flows = [a * shift + b for a, b in zip([*flows, Fraction(0)], [Fraction(0), *flows], strict=True)]
    return flows


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(2, 30), max_size=5, unique=True),
    st.lists(st.fractions(Fraction(1, 10), 10, max_denominator=20), max_size=4),
)
def test_counts_the_zeros_of_polynomials_right(tenths, others):
    roots = [Fraction(tenth, 10) for tenth in tenths]
    rate = periodic_rate(_polynomial(roots, others))
    if len(roots) == 1:
        assert rate.value == pytest.approx(float(1 / roots[0]) - 1, rel=1e-7, abs=1e-9)
    else:
        assert rate.value is None


@settings(max_examples=100, deadline=None)
@given(terms(max_periods=60))
def test_a_loan_always_has_one_rate_and_the_packages_agree(drawn):
    schedule = build_schedule(drawn)
    rate = schedule_effective_rate(schedule)
    dates = [drawn.disbursed_on, *(row.due_on for row in schedule.instalments)]
    amounts = [schedule.financed_fen, *(-row.total_fen for row in schedule.instalments)]
    if rate.value is None:
        assert rate.reason == OUT_OF_REACH
    elif rate.value < 10:
        assert rate.value == pytest.approx(pyxirr.xirr(dates, amounts), abs=1e-7)


def test_a_portfolio_that_reinvests_every_day_has_its_rate():
    flows = []
    for day in range(200):
        on = dt.date(2025, 1, 1) + dt.timedelta(days=day)
        flows.append((on, -100_000 - 37 * day))
        flows += [(on + dt.timedelta(days=31 * k), 8_885 + 4 * day) for k in range(1, 13)]
    rate = effective_annual_rate(flows).value
    assert rate == pytest.approx(pyxirr.xirr(*zip(*flows, strict=True)), abs=1e-9)


def _terms(**changes):
    values = {
        "principal_fen": 100_000_000,
        "annual_rate_ppm": 108_000,
        "method": "equal_instalment",
        "periods": 12,
        "disbursed_on": dt.date(2026, 1, 15),
    }
    return Terms(**(values | changes))


@pytest.mark.parametrize(
    "changes, nominal",
    [
        ({}, 0.108),
        ({"method": "equal_principal"}, 0.108),
        ({"method": "interest_only"}, 0.108),
        ({"period_every": 3}, 0.108),
        ({"period_unit": "week", "day_count": "act/364"}, 0.108),
        ({"period_unit": "day", "period_every": 10, "day_count": "act/365"}, 0.108),
        ({"annual_rate_ppm": 0}, 0.0),
        ({"down_payment_ppm": 300_000}, 0.108),
        ({"principal_grace_periods": 5}, 0.108),
        ({"first_due_on": dt.date(2026, 2, 15)}, 0.108),
        # 平 10.8 % a year for twelve months: what it really costs.
        ({"method": "flat"}, 0.193702),
        # A fee of 0.5 % of the principal a month on top.
        ({"monthly_fee_ppm": 5_000}, 0.213637),
        ({"monthly_fee_ppm": 5_000, "annual_rate_ppm": 0}, 0.108964),
    ],
)
def test_nominal_rate_of_a_schedule_has_every_fee_in(changes, nominal):
    assert schedule_nominal_rate(build_schedule(_terms(**changes))).value == pytest.approx(nominal, abs=2e-6)


@pytest.mark.parametrize("method", ["equal_instalment", "equal_principal", "interest_only", "bullet", "flat"])
@pytest.mark.parametrize("periods", [1, 3, 7, 12, 36])
def test_a_loan_without_interest_has_a_clean_zero_rate(method, periods):
    schedule = build_schedule(
        _terms(method=method, periods=periods, annual_rate_ppm=0, principal_fen=1_234_567)
    )
    assert str(schedule_nominal_rate(schedule).value) == "0.0"
    assert str(schedule_effective_rate(schedule).value) == "0.0"
    assert all_in_rate_ppm(schedule) == 0


def test_flows_that_add_up_to_nothing_have_a_clean_zero_rate():
    amounts = _exact(["-100.10", "33.37", "33.37", "33.36"])
    assert str(periodic_rate(amounts).value) == "0.0"
    assert str(periodic_rate([-amount for amount in amounts]).value) == "0.0"
    assert periodic_rate([-100, 230, -130]).reason == SEVERAL_SOLUTIONS


def test_cap_rate_is_in_millionths_rounded_up():
    assert all_in_rate_ppm(build_schedule(_terms(annual_rate_ppm=0))) == 0
    assert all_in_rate_ppm(build_schedule(_terms(method="interest_only"))) == 108_000
    with_fee = build_schedule(_terms(method="interest_only", monthly_fee_ppm=1_000, principal_fen=10**9))
    assert all_in_rate_ppm(with_fee) == 120_000


def test_nominal_rate_of_nothing_is_nothing():
    assert nominal_rate(periodic_rate([1, 1]), 12) == (None, NO_SIGN_CHANGE)
    assert nominal_rate(periodic_rate([-100, 101]), 12).value == pytest.approx(0.12)
