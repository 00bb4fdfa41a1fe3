"""Money and rates as pages write them."""

import pytest

from finance.templatetags.money import ppm_percent, yuan, yuan_plain, yuan_signed


@pytest.mark.parametrize(
    "fen, shown, plain, signed",
    [
        (0, "¥0.00", "0.00", "¥0.00"),
        (1, "¥0.01", "0.01", "+¥0.01"),
        (123_456, "¥1,234.56", "1,234.56", "+¥1,234.56"),
        (-123_456, "−¥1,234.56", "-1,234.56", "−¥1,234.56"),
        (10**15, "¥10,000,000,000,000.00", "10,000,000,000,000.00", "+¥10,000,000,000,000.00"),
        (None, "", "", ""),
        ("", "", "", ""),
        (True, "", "", ""),
    ],
)
def test_writes_fen_as_yuan(fen: object, shown: str, plain: str, signed: str) -> None:
    assert (yuan(fen), yuan_plain(fen), yuan_signed(fen)) == (shown, plain, signed)


@pytest.mark.parametrize(
    "ppm, shown",
    [
        (120_000, "12.00%"),
        (0, "0.00%"),
        (123_449, "12.34%"),
        (123_450, "12.35%"),
        (-5_000, "−0.50%"),
        (None, ""),
    ],
)
def test_writes_ppm_as_percent(ppm: object, shown: str) -> None:
    assert ppm_percent(ppm) == shown
