"""Overdue interest: simple, on principal only, exact whatever the day one looks."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lending.domain.overdue import (
    OverdueRule,
    PrincipalPayment,
    charge_ceiling_fen,
    overdue_interest,
    price_overdue,
)

DUE = dt.date(2026, 3, 15)
RULE = OverdueRule(contract_rate_ppm=120_000, overdue_rate_ppm=180_000, grace_days=3)


def _day(days):
    return DUE + dt.timedelta(days=days)


def _interest(as_of_days, *payments, rule=RULE, principal_fen=1_000_000):
    found = overdue_interest(
        due_on=DUE,
        principal_fen=principal_fen,
        payments=[PrincipalPayment(_day(days), fen) for days, fen in payments],
        rule=rule,
        as_of=_day(as_of_days),
    )
    return found.holders_fen, found.excess_fen


@pytest.mark.parametrize(
    "as_of_days, payments, holders_and_excess",
    [
        (-5, [], (0, 0)),
        (0, [], (0, 0)),
        (0, [(0, 1_000_000)], (0, 0)),
        # 10,000.00 × 12 % × 1 / 365 = 3.2877; within grace the contract rate only.
        (1, [], (329, 0)),
        (3, [], (986, 0)),
        # The grace has passed unpaid: 18 % from the day after the due date, 12 % of it the holders'.
        (4, [], (1_315, 658)),
        (30, [], (9_863, 4_932)),
        # Paid within the grace: the contract rate and nothing later.
        (30, [(2, 1_000_000)], (658, 0)),
        (30, [(3, 1_000_000)], (986, 0)),
        # Half within, half after ten days: 5,000 × (12 % × 2 + 18 % × 10) / 365.
        (30, [(2, 500_000), (10, 500_000)], (1_973, 822)),
        # A payment of the future does not count yet.
        (4, [(10, 1_000_000)], (1_315, 658)),
        # Paid ahead of the due date: never late.
        (30, [(-3, 1_000_000)], (0, 0)),
    ],
)
def test_bears_the_overdue_rate_instead_of_the_contract_rate(as_of_days, payments, holders_and_excess):
    assert _interest(as_of_days, *payments) == holders_and_excess


def test_without_grace_the_overdue_rate_starts_at_once():
    assert _interest(1, rule=RULE._replace(grace_days=0)) == (329, 164)


def test_an_overdue_rate_below_the_contract_rate_has_no_excess():
    assert _interest(10, rule=RULE._replace(overdue_rate_ppm=60_000)) == (1_644, 0)


def test_a_year_of_360_days():
    assert _interest(30, rule=RULE._replace(year_days=360)) == (10_000, 5_000)


def test_back_dated_receipt_gives_what_it_would_have_given_in_time():
    known_late = _interest(30)
    assert known_late == (9_863, 4_932)
    assert _interest(30, (2, 1_000_000)) == _interest(2)


def test_explains_its_sum():
    found = overdue_interest(
        due_on=DUE,
        principal_fen=1_000_000,
        payments=[PrincipalPayment(_day(2), 400_000)],
        rule=RULE,
        as_of=_day(30),
    )
    assert (found.contract_fen_days, found.overdue_fen_days, found.days) == (800_000, 18_000_000, 30)
    assert price_overdue(800_000, 18_000_000, RULE, 30) == found


@pytest.mark.parametrize("payments", [[(1, 1_000_001)], [(1, -1)], [(1, 600_000), (2, 600_000)]])
def test_refuses_payments_that_cannot_be(payments):
    with pytest.raises(ValueError, match="no more principal"):
        _interest(30, *payments)


@given(
    st.integers(0, 10**9),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 10**8)), max_size=6),
    st.integers(0, 120),
    st.integers(0, 10),
)
def test_never_shrinks_as_days_pass_and_its_parts_are_the_whole(principal_fen, payments, days, grace_days):
    payments = [(on, min(fen, principal_fen // 6)) for on, fen in payments]
    rule = RULE._replace(grace_days=grace_days)
    earlier = sum(_interest(days, *payments, rule=rule, principal_fen=principal_fen))
    later = sum(_interest(days + 1, *payments, rule=rule, principal_fen=principal_fen))
    assert 0 <= earlier <= later


def test_ceiling_over_the_life_of_a_loan():
    # 10,000.00 for 31 days and 5,000.00 for 28, at 12 %.
    assert charge_ceiling_fen([(1_000_000, 31), (500_000, 28)], 120_000) == 14_794
    assert charge_ceiling_fen([], 120_000) == 0
