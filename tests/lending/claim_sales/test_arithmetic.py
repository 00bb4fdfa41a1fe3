"""The arithmetic of a sale, with figures one can follow by hand."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lending.domain.claim_sales import (
    ComingFlow,
    Expectation,
    FeeTier,
    buyers_rate,
    fair_value_fen,
    fee_of,
    fee_tier,
    part_of_flows,
    price_of,
    split_claim,
    value_flows,
)

DAY = dt.date(2026, 3, 1)
TIERS = [FeeTier(0, 8_000), FeeTier(90, 5_000), FeeTier(180, 3_000)]


def test_a_price_is_a_share_of_the_principal_and_its_fee_a_share_of_the_price() -> None:
    assert price_of(1_000_00, 985_000, 0, 1_000_00) == 985_00
    assert fee_of(1_000_00, 985_000, 5_000, 0, 1_000_00) == 4_93  # 4.925
    assert price_of(333_33, 1_015_000, 0, 333_33) == 338_33  # 338.32995


@pytest.mark.parametrize("part", [0, -1, 101])
def test_a_part_is_never_more_than_is_left(part: int) -> None:
    with pytest.raises(ValueError):
        price_of(1_000, 1_000_000, 900, part)
    with pytest.raises(ValueError):
        fee_of(1_000, 1_000_000, 8_000, 900, part)


@given(
    cuts=st.lists(st.integers(1, 10_000_00), min_size=1, max_size=12),
    price_ppm=st.integers(900_000, 1_030_000),
    fee_ppm=st.integers(0, 20_000),
)
def test_however_many_share_an_offer_price_and_fee_are_those_of_the_whole(
    cuts: list[int], price_ppm: int, fee_ppm: int
) -> None:
    whole, sold, price, fee = sum(cuts), 0, 0, 0
    for part in cuts:
        price += price_of(whole, price_ppm, sold, part)
        fee += fee_of(whole, price_ppm, fee_ppm, sold, part)
        sold += part
    assert price == price_of(whole, price_ppm, 0, whole)
    assert fee == fee_of(whole, price_ppm, fee_ppm, 0, whole)


@pytest.mark.parametrize(
    ("days", "fee_ppm"), [(0, 8_000), (89, 8_000), (90, 5_000), (180, 3_000), (999, 3_000)]
)
def test_the_longer_it_was_held_the_lower_the_fee(days: int, fee_ppm: int) -> None:
    assert fee_tier(TIERS, days).fee_ppm == fee_ppm


def test_the_buyer_gets_the_accrued_interest_by_what_is_bought() -> None:
    # 900 left of 1,000 when the period began: 450 bought count as 500 of then.
    shared = split_claim(outstanding_fen=900_00, part_fen=450_00, base_fen=1_000_00, accrued_fen=3_33)
    assert (shared.base_fen, shared.accrued_fen) == (500_00, 1_66)
    assert split_claim(outstanding_fen=900_00, part_fen=900_00, base_fen=1_000_00, accrued_fen=3_33) == (
        1_000_00,
        3_33,
    )


@given(
    outstanding=st.integers(1, 10**8),
    earlier=st.integers(0, 10**8),
    accrued=st.integers(0, 10**7),
    data=st.data(),
)
def test_seller_and_buyer_have_together_what_the_claim_had(
    outstanding: int, earlier: int, accrued: int, data: st.DataObject
) -> None:
    part = data.draw(st.integers(1, outstanding))
    base = outstanding + earlier
    bought = split_claim(outstanding_fen=outstanding, part_fen=part, base_fen=base, accrued_fen=accrued)
    assert part <= bought.base_fen + 1
    assert 0 <= bought.base_fen <= base
    assert 0 <= bought.accrued_fen <= accrued
    if part == outstanding:
        assert bought == (base, accrued)


def test_fair_value_follows_line_by_line() -> None:
    expected = Expectation(default_ppm=20_000, loss_ppm=600_000, discount_ppm=50_000)
    flows = [ComingFlow(DAY + dt.timedelta(days=73), 1_000_00)]
    [line] = value_flows(flows, DAY, expected)
    # 73 days are a fifth of a year: 0.4 % default, 0.24 % is lost; discounted by 1 %.
    assert (line.days, line.expected_fen, line.worth_fen) == (
        73,
        Fraction(99_760),
        Fraction(99_760) / Fraction(101, 100),
    )
    assert fair_value_fen(flows, DAY, expected) == 98_772


def test_what_is_overdue_is_worth_no_more_than_it_is() -> None:
    sure = Expectation(default_ppm=0, loss_ppm=0, discount_ppm=0)
    flows = [ComingFlow(DAY - dt.timedelta(days=5), 10_00), ComingFlow(DAY + dt.timedelta(days=5), 10_00)]
    assert fair_value_fen(flows, DAY, sure) == 20_00
    lost = Expectation(default_ppm=1_000_000, loss_ppm=1_000_000, discount_ppm=0)
    assert fair_value_fen([ComingFlow(DAY + dt.timedelta(days=800), 10_00)], DAY, lost) == 0


def test_parts_of_flows_add_up() -> None:
    flows = [ComingFlow(DAY, 1_00), ComingFlow(DAY, 2_00)]
    parts = [part_of_flows(flows, fen, 300) for fen in (100, 150, 50)]
    for position, flow in enumerate(flows):
        assert sum(part[position].amount_fen for part in parts) == flow.amount_fen


def test_the_buyers_rate_counts_price_and_accrued_interest() -> None:
    rate = buyers_rate(1_000_00, [ComingFlow(DAY + dt.timedelta(days=365), 1_080_00)], DAY)
    assert rate.value == pytest.approx(0.08)
    assert buyers_rate(1_000_00, [], DAY).value is None
