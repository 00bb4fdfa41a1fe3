"""Figures as people read them, from whole numbers and without a float; moments as the clock here shows them."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from accounts import clock

MINUS = "\u2212"


def yuan(fen: int, *, sign: bool = False) -> str:
    """Return fen as yuan: ¥1,234.56, with a true minus, and with a plus where a change is meant."""
    lead = MINUS if fen < 0 else "+" if sign and fen > 0 else ""
    whole, part = divmod(abs(fen), 100)
    return f"{lead}¥{whole:,}.{part:02d}"


def percent(ppm: int, places: int = 2, *, sign: bool = False) -> str:
    """Return ppm as a percentage, rounded half up: 120000 is 12.00%."""
    lead = MINUS if ppm < 0 else "+" if sign and ppm > 0 else ""
    unit = 10 ** (4 - places)
    rounded = (abs(ppm) + unit // 2) // unit
    whole, part = divmod(rounded, 10**places)
    return f"{lead}{whole:,}.{part:0{places}d}%" if places else f"{lead}{whole:,}%"


def rate(ppm: int) -> str:
    """Return an agreed or legal rate a year exactly: two places, and more where it has more: 7.40%, 7.425%."""
    lead = MINUS if ppm < 0 else ""
    whole, part = divmod(abs(ppm), 10_000)
    digits = f"{part:04d}"
    return f"{lead}{whole:,}.{digits[:2]}{digits[2:].rstrip('0')}%"


def rate_up(ppm: int) -> str:
    """Return a rate that somebody pays, to two places and never below what it is."""
    return percent(-(-ppm // 100) * 100)


def rate_down(ppm: int) -> str:
    """Return a rate that somebody earns, or what is left below a limit, to two places and never above what it is."""
    return percent(ppm // 100 * 100)


def points(ppm: int) -> str:
    """Return how far a rate lies from another one in percentage points, never more than it is: 1.46."""
    return rate_down(ppm).rstrip("%")


def points_up(ppm: int) -> str:
    """Return the same, never less than it is."""
    return rate_up(ppm).rstrip("%")


def reached(ppm: int) -> str:
    """Return how much of a whole is reached in whole percent, rounded down so that only a full one says 100%."""
    return f"{ppm // 10_000}%"


def number(value: int, *, sign: bool = False) -> str:
    """Return a whole number with thousands separated."""
    lead = MINUS if value < 0 else "+" if sign and value > 0 else ""
    return f"{lead}{abs(value):,}"


def plain_yuan(fen: int) -> str:
    """Return fen as plain yuan for machines: -1234.56."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def short_yuan(fen: int) -> str:
    """Return fen as a label beside a bar: whole yuan below ¥10,000, then in units the language counts in."""
    lead, whole = (MINUS if fen < 0 else ""), (abs(fen) + 50) // 100
    if whole < 10_000:
        return f"{lead}¥{whole:,}"
    # The language decides the size of the unit, and its catalogue the word for it.
    is_chinese = (get_language() or "").startswith("zh")
    small = (10_000 if is_chinese else 1_000, pgettext("unit beside a bar", "k"))
    large = (100_000_000 if is_chinese else 1_000_000, pgettext("unit beside a bar", "m"))
    # What would round up to a whole larger unit is said in the larger unit.
    unit, word = large if whole >= large[0] - large[0] // 2000 else small
    return f"{lead}¥{_tenths(whole, unit)}{word}"


def _tenths(value: int, unit: int) -> str:
    tenths = (value * 10 + unit // 2) // unit
    return f"{tenths // 10:,}.{tenths % 10}" if tenths % 10 else f"{tenths // 10:,}"


def moment(at: dt.datetime) -> str:
    """Return an instant as date and time in Shanghai, in the reader's form; rounded up to the minute."""
    local = at.astimezone(clock.SHANGHAI)
    if local.second or local.microsecond:
        local = local.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    return date_format(local, "DATETIME_FORMAT")
