"""Provisions against a table worked by hand, in both readings (RULES provision)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.domain.classification import CLASSES
from risk.domain.provisions import ProvisionRule, middle_range_ppm, provisions

RULE = ProvisionRule(10_000, 20_000, 250_000, 500_000, 1_000_000, 200_000)
# 9,000,000 / 500,000 / 200,000 / 150,000 / 150,000 yuan.
BALANCES = dict(zip(CLASSES, (9_000_000_00, 500_000_00, 200_000_00, 150_000_00, 150_000_00), strict=True))


def table(**chosen: object) -> list[tuple[str, int, int]]:
    rows = provisions(BALANCES, RULE, **chosen)  # type: ignore[arg-type]
    return [(row.five_class, row.general_fen // 100, row.special_fen // 100) for row in rows]


def total(**chosen: object) -> int:
    return sum(row.total_fen for row in provisions(BALANCES, RULE, **chosen)) // 100  # type: ignore[arg-type]


def test_the_default_reading_takes_the_general_provision_on_all_balances() -> None:
    assert table() == [
        ("normal", 90_000, 0),
        ("special_mention", 5_000, 10_000),
        ("substandard", 2_000, 50_000),
        ("doubtful", 1_500, 75_000),
        ("loss", 1_500, 150_000),
    ]
    assert total() == 385_000


def test_the_other_reading_takes_it_on_normal_balances_alone() -> None:
    assert table(reading="normal") == [
        ("normal", 90_000, 0),
        ("special_mention", 0, 10_000),
        ("substandard", 0, 50_000),
        ("doubtful", 0, 75_000),
        ("loss", 0, 150_000),
    ]
    assert total(reading="normal") == 375_000


def test_the_middle_two_differ_by_a_fifth_and_no_more() -> None:
    assert middle_range_ppm(250_000, RULE) == (200_000, 300_000)
    assert middle_range_ppm(500_000, RULE) == (400_000, 600_000)
    # 20 % and 40 %: 10,000 and 15,000 less; 30 % and 60 %: as much more.
    assert total(substandard_ppm=200_000, doubtful_ppm=400_000) == 360_000
    assert total(substandard_ppm=300_000, doubtful_ppm=600_000) == 410_000
    for outside in ({"substandard_ppm": 199_999}, {"substandard_ppm": 300_001}, {"doubtful_ppm": 600_001}):
        with pytest.raises(ValueError, match="outside"):
            total(**outside)
    with pytest.raises(ValueError, match="reading"):
        total(reading="some")


@given(st.lists(st.integers(0, 10**12), min_size=5, max_size=5), st.sampled_from(["all", "normal"]))
def test_the_first_reading_never_asks_for_less(balances: list[int], reading: str) -> None:
    by_class = dict(zip(CLASSES, balances, strict=True))
    rows = provisions(by_class, RULE, reading=reading)
    assert sum(row.balance_fen for row in rows) == sum(balances)
    default = sum(row.total_fen for row in provisions(by_class, RULE))
    assert default >= sum(row.total_fen for row in rows) >= (balances[0] + 50) // 100
