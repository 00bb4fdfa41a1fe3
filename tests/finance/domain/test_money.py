"""Rounding and splitting of whole amounts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.domain.money import (
    AmountError,
    apply_rate,
    divide,
    divide_half_up,
    divide_to_multiple,
    format_yuan,
    parse_yuan,
    round_fraction,
    round_half_up,
    split,
)


@pytest.mark.parametrize(
    "numerator, denominator, half_up, half_even, up",
    [
        (5, 2, 3, 2, 3),
        (7, 2, 4, 4, 4),
        (-5, 2, -3, -2, -3),
        (5, -2, -3, -2, -3),
        (-5, -2, 3, 2, 3),
        (4, 3, 1, 1, 2),
        (5, 3, 2, 2, 2),
        (6, 3, 2, 2, 2),
        (0, 7, 0, 0, 0),
        (1, 10**30, 0, 0, 1),
        (10**30 + 1, 2, 5 * 10**29 + 1, 5 * 10**29, 5 * 10**29 + 1),
    ],
)
def test_rounds_once_by_name(numerator, denominator, half_up, half_even, up):
    assert divide(numerator, denominator) == half_up
    assert divide_half_up(numerator, denominator) == half_up
    assert divide(numerator, denominator, "half_even") == half_even
    assert divide(numerator, denominator, "up") == up
    assert round_half_up(Fraction(numerator, denominator)) == half_up
    assert round_fraction(Fraction(numerator, denominator), "half_even") == half_even


def test_refuses_zero_denominator_and_unknown_rounding():
    with pytest.raises(ZeroDivisionError):
        divide(1, 0)
    with pytest.raises(ValueError, match="Unknown rounding: down"):
        divide(1, 2, "down")


@pytest.mark.parametrize(
    "numerator, multiple, rounding, expected",
    [
        (31250, 100, "half_even", 31200),
        (31250, 100, "half_up", 31300),
        (31201, 100, "up", 31300),
        (31200, 100, "up", 31200),
        (41667, 2000, "half_even", 42000),
        (40, 100, "half_up", 0),
    ],
)
def test_rounds_to_a_multiple(numerator, multiple, rounding, expected):
    assert divide_to_multiple(numerator, 1, multiple, rounding) == expected


def test_refuses_a_multiple_below_one():
    with pytest.raises(ValueError, match="at least one"):
        divide_to_multiple(5, 1, 0)


def test_interest_for_days_is_rounded_once():
    # 10,000.00 at 12 % for 31 days of 365: 101.917808… yuan.
    assert apply_rate(1_000_000, 120_000, times=31, per=365) == 10_192


@pytest.mark.parametrize(
    "total, weights, parts",
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (10, [0, 1, 0, 1], [0, 5, 0, 5]),
        (1, [1, 2, 2], [0, 1, 0]),
        (7, [10, 20, 30], [1, 2, 4]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
        (5, [5, 0], [5, 0]),
    ],
)
def test_splits_by_largest_remainder_ties_by_position(total, weights, parts):
    assert split(total, weights) == parts


def test_splits_into_multiples():
    assert split(1000, [1, 1, 1], multiple=100) == [400, 300, 300]
    with pytest.raises(ValueError, match="whole number of multiples"):
        split(1050, [1, 1], multiple=100)


def test_refuses_weights_nobody_can_share_by():
    with pytest.raises(ValueError, match="every weight is zero"):
        split(1, [0, 0])
    with pytest.raises(ValueError, match="every weight is zero"):
        split(1, [])
    with pytest.raises(ValueError, match="never negative"):
        split(1, [2, -1])


@given(st.integers(-(10**14), 10**14), st.lists(st.integers(0, 10**12), min_size=1, max_size=60).filter(any))
def test_parts_always_sum_to_the_whole(total, weights):
    parts = split(total, weights)
    whole = sum(weights)
    assert sum(parts) == total
    assert all(
        abs(Fraction(total * weight, whole) - part) < 1 for part, weight in zip(parts, weights, strict=True)
    )
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any), st.integers(0, 10**12))
def test_no_part_exceeds_its_weight_while_the_whole_does_not(weights, total):
    total = min(total, sum(weights))
    assert all(part <= weight for part, weight in zip(split(total, weights), weights, strict=True))


@pytest.mark.parametrize(
    "text, fen", [("0", 0), ("1", 100), ("1234.5", 123450), ("1234.56", 123456), ("0.01", 1), ("0001", 100)]
)
def test_reads_yuan_exactly(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text, code",
    [
        ("", "not_an_amount"),
        (" 1", "not_an_amount"),
        ("1\n", "not_an_amount"),
        ("-1", "not_an_amount"),
        ("+1", "not_an_amount"),
        ("1,000", "not_an_amount"),
        ("１００", "not_an_amount"),
        ("١", "not_an_amount"),
        ("1e3", "not_an_amount"),
        ("NaN", "not_an_amount"),
        ("Infinity", "not_an_amount"),
        (".5", "not_an_amount"),
        ("5.", "not_an_amount"),
        ("0x10", "not_an_amount"),
        ("1.001", "sub_fen"),
        ("1.000", "sub_fen"),
        ("9999999999999999", "too_large"),
        ("10000000000000.01", "too_large"),
    ],
)
def test_refuses_texts_that_are_no_amount(text, code):
    with pytest.raises(AmountError) as refusal:
        parse_yuan(text)
    assert refusal.value.code == code


@pytest.mark.parametrize("fen, text", [(0, "0.00"), (5, "0.05"), (123456789, "1,234,567.89"), (-5, "-0.05")])
def test_writes_yuan(fen, text):
    assert format_yuan(fen) == text
