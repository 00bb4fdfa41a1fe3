"""Shares of holders: parts are the whole, and the last payment empties every claim."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lending.domain.schedule import build_schedule
from lending.domain.shares import share_payment, split_over_claims, split_principal
from tests.lending.domain.strategies import terms


def test_splits_by_outstanding_ties_to_the_lower_number():
    assert split_over_claims(100, {"CL3": 1, "CL1": 1, "CL2": 1}) == {"CL1": 34, "CL2": 33, "CL3": 33}
    assert split_principal(0, {"CL2": 5, "CL1": 0}) == {"CL1": 0, "CL2": 0}


def test_interest_follows_the_period_start_and_principal_the_present():
    # CL2 was paid down between the period's start and now.
    shares = share_payment(
        principal_fen=30_000,
        interest_fen=1_000,
        overdue_interest_fen=7,
        outstanding={"CL1": 60_000, "CL2": 30_000},
        at_period_start={"CL1": 60_000, "CL2": 40_000},
    )
    assert [tuple(share) for share in shares] == [("CL1", 20_000, 600, 5), ("CL2", 10_000, 400, 2)]
    assert sum(share.total_fen for share in shares) == 31_007


def test_claims_that_get_nothing_are_left_out():
    shares = share_payment(
        principal_fen=10,
        interest_fen=0,
        overdue_interest_fen=0,
        outstanding={"CL1": 10, "CL2": 0},
        at_period_start={"CL1": 10, "CL2": 0},
    )
    assert [tuple(share) for share in shares] == [("CL1", 10, 0, 0)]


@pytest.mark.parametrize("amount_fen", [-1, 101])
def test_refuses_more_principal_than_is_outstanding(amount_fen):
    assert split_principal(100, {"CL1": 60, "CL2": 40}) == {"CL1": 60, "CL2": 40}
    with pytest.raises(ValueError, match="no more principal"):
        split_principal(amount_fen, {"CL1": 60, "CL2": 40})


def test_refuses_interest_nobody_earned():
    with pytest.raises(ValueError, match="every weight is zero"):
        split_over_claims(5, {"CL1": 0})


@settings(max_examples=60, deadline=None)
@given(terms(down_payment_ppm=0, max_periods=24), st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
def test_the_last_instalment_empties_every_claim(drawn, weights):
    schedule = build_schedule(drawn)
    outstanding = split_over_claims(
        schedule.financed_fen, {f"CL{position:04d}": weight for position, weight in enumerate(weights)}
    )
    for row in schedule.rows:
        parts = split_principal(row.principal_fen, outstanding)
        assert sum(parts.values()) == row.principal_fen
        outstanding = {claim: outstanding[claim] - part for claim, part in parts.items()}
        assert min(outstanding.values()) >= 0
        assert sum(outstanding.values()) == row.balance_fen
    assert set(outstanding.values()) == {0}


def test_ten_thousand_holders_share_to_the_fen():
    outstanding = {f"CL{number:06d}": 5_000 + number * 7 % 90_001 for number in range(10_000)}
    shares = share_payment(
        principal_fen=123_456_789 // 10,
        interest_fen=987_654,
        overdue_interest_fen=3,
        outstanding=outstanding,
        at_period_start=outstanding,
    )
    assert sum(share.principal_fen for share in shares) == 12_345_678
    assert sum(share.interest_fen for share in shares) == 987_654
    assert sum(share.overdue_interest_fen for share in shares) == 3
