"""Figures as people read them."""

import pytest
from django.utils import translation

from accounts.web import formats


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(0, "¥0.00"), (1, "¥0.01"), (123_456, "¥1,234.56"), (-5, "−¥0.05"), (100_000_000_00, "¥100,000,000.00")],
)
def test_yuan(fen: int, shown: str) -> None:
    assert formats.yuan(fen) == shown


def test_a_change_carries_its_sign() -> None:
    assert formats.yuan(250, sign=True) == "+¥2.50"
    assert formats.percent(-12_300, 1, sign=True) == "−1.2%"
    assert formats.number(1_204, sign=True) == "+1,204"


@pytest.mark.parametrize(
    ("ppm", "places", "shown"),
    [
        (120_000, 2, "12.00%"),
        (123_456, 2, "12.35%"),
        (1, 2, "0.00%"),
        (5_000, 0, "1%"),
        (999_999, 1, "100.0%"),
    ],
)
def test_percent_is_rounded_half_up(ppm: int, places: int, shown: str) -> None:
    assert formats.percent(ppm, places) == shown


@pytest.mark.parametrize(
    ("fen", "english", "chinese"),
    [
        (99_949, "¥999", "¥999"),
        (999_949, "¥9,999", "¥9,999"),
        (1_000_000, "¥10k", "¥1万"),
        (123_450_000, "¥1.2m", "¥123.5万"),
        (99_999_999, "¥1m", "¥100万"),
        (1_000_000_000_0, "¥100m", "¥1亿"),
        (-2_500_000, "−¥25k", "−¥2.5万"),
    ],
)
def test_a_short_amount_counts_as_the_language_does(fen: int, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert formats.short_yuan(fen) == english
    with translation.override("zh-hans"):
        assert formats.short_yuan(fen) == chinese
