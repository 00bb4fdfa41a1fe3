"""Figures as people read them."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format

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
    ("ppm", "agreed", "paid", "earned"),
    [
        (74_000, "7.40%", "7.40%", "7.40%"),
        (74_250, "7.425%", "7.43%", "7.42%"),
        (74_001, "7.4001%", "7.41%", "7.40%"),
        (74_099, "7.4099%", "7.41%", "7.40%"),
        (0, "0.00%", "0.00%", "0.00%"),
        (-12_345, "−1.2345%", "−1.23%", "−1.24%"),
        (12_345_678, "1,234.5678%", "1,234.57%", "1,234.56%"),
    ],
)
def test_a_cost_is_never_understated_nor_an_earning_overstated(
    ppm: int, agreed: str, paid: str, earned: str
) -> None:
    assert (formats.rate(ppm), formats.rate_up(ppm), formats.rate_down(ppm)) == (agreed, paid, earned)


def test_only_a_full_one_has_reached_all_of_it() -> None:
    assert [formats.reached(ppm) for ppm in (0, 9_999, 10_000, 999_999, 1_000_000)] == [
        "0%",
        "0%",
        "1%",
        "99%",
        "100%",
    ]


def test_dates_read_as_each_language_writes_them() -> None:
    at = dt.datetime(2026, 11, 3, 9, 30)
    for language, day, moment in (
        ("en", "2026-11-03", "2026-11-03 09:30"),
        ("zh-hans", "2026年11月3日", "2026年11月3日 09:30"),
    ):
        with translation.override(language):
            assert date_format(at.date()) == day
            assert date_format(at, "DATETIME_FORMAT") == moment
            assert Template("{{ day }}").render(Context({"day": at.date()})) == day


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
