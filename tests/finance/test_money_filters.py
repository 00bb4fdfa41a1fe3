"""Money and rates as pages write them."""

import pytest

from finance.templatetags.money import yuan, yuan_plain, yuan_signed


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
