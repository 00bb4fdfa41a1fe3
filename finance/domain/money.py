"""Whole fen in, whole fen out: the one rounding and the one splitting of the house.

Nothing here knows a float. A value is an integer, a `Fraction`, or an integer over an integer, and is rounded
once, at the end. Rounding is symmetric about zero, so that a reversing amount mirrors the original.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

PPM = 1_000_000
MAX_FEN = 10**15

_YUAN = re.compile(r"(?P<yuan>[0-9]{1,15})(?:\.(?P<fen>[0-9]{1,2}))?", re.ASCII)


class Rounding(StrEnum):
    """Name how a part of a fen becomes a whole one."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"


class AmountError(ValueError):
    """Say why a text is not an amount of money; `code` is for machines."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def divide(numerator: int, denominator: int, rounding: str = Rounding.HALF_UP) -> int:
    """Return numerator / denominator as a whole number, rounded once.

    Refuses a denominator of zero and an unknown rounding. Halves and `up` move away from zero.
    """
    if denominator == 0:
        raise ZeroDivisionError("An amount cannot be divided by zero.")
    quotient, remainder = divmod(abs(numerator), abs(denominator))
    if remainder and _moves_up(quotient, remainder, abs(denominator), rounding):
        quotient += 1
    return quotient if (numerator < 0) == (denominator < 0) else -quotient


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded half up, the rounding of every amount that names no other."""
    return divide(numerator, denominator, Rounding.HALF_UP)


def round_fraction(value: Fraction | int, rounding: str = Rounding.HALF_UP) -> int:
    """Round an exact value to a whole number."""
    return divide(value.numerator, value.denominator, rounding)


def round_half_up(value: Fraction | int) -> int:
    """Round an exact value to a whole number, halves away from zero."""
    return divide(value.numerator, value.denominator, Rounding.HALF_UP)


def divide_to_multiple(
    numerator: int, denominator: int, multiple: int, rounding: str = Rounding.HALF_UP
) -> int:
    """Return numerator / denominator rounded to a whole multiple. Refuses a multiple below one."""
    if multiple < 1:
        raise ValueError("A multiple is a whole number of at least one.")
    return divide(numerator, denominator * multiple, rounding) * multiple


def apply_rate(
    amount_fen: int, rate_ppm: int, *, times: int = 1, per: int = 1, rounding: str = Rounding.HALF_UP
) -> int:
    """Return amount × rate × times / per in fen, rounded once.

    `apply_rate(principal_fen, rate_ppm, times=31, per=365)` is the interest of 31 days.
    """
    return divide(amount_fen * rate_ppm * times, PPM * per, rounding)


def split(total: int, weights: Sequence[int], *, multiple: int = 1) -> list[int]:
    """Split a whole by weights into whole parts that always sum to it.

    Largest remainder: each part gets its share rounded down, the units left over go one each to the largest
    remainders, ties to the earlier position. A weight of zero gets nothing. With a multiple every part is a
    multiple of it. Refuses negative weights, weights that are all zero (unless there is nothing to split),
    and a total that is no multiple.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("A weight is never negative.")
    if multiple < 1 or total % multiple:
        raise ValueError("The total is not a whole number of multiples.")
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("There is nobody to give the amount to: every weight is zero.")
        return [0] * len(weights)
    sign = -1 if total < 0 else 1
    units = abs(total) // multiple
    parts = [units * weight // whole for weight in weights]
    left_over = units - sum(parts)
    if left_over:
        remainders = [units * weight % whole for weight in weights]
        # sorted() is stable, so equal remainders keep their positions.
        for position in sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)[:left_over]:
            parts[position] += 1
    return parts if multiple == 1 and sign == 1 else [sign * multiple * part for part in parts]


def parse_yuan(text: str) -> int:
    """Return the fen of a yuan text such as `1234.5`; exact, through no float.

    Refuses signs, blanks, thousands separators, full-width digits, exponents, NaN, more than two decimals,
    and amounts above `MAX_FEN`. Zero is an amount here; a field that wants more says so itself.
    """
    match = _YUAN.fullmatch(text)
    if match is None:
        if re.fullmatch(r"[0-9]{1,15}\.[0-9]{3,}", text, re.ASCII):
            raise AmountError("sub_fen", "An amount has at most two decimals.")
        if re.fullmatch(r"[0-9]{16,}(\.[0-9]*)?", text, re.ASCII):
            raise AmountError("too_large", "The amount is too large.")
        raise AmountError("not_an_amount", "Write the amount in plain digits, such as 1234.56.")
    amount_fen = int(match["yuan"]) * 100 + int((match["fen"] or "0").ljust(2, "0"))
    if amount_fen > MAX_FEN:
        raise AmountError("too_large", "The amount is too large.")
    return amount_fen


def format_yuan(amount_fen: int) -> str:
    """Return the yuan text of an amount in fen, such as `1,234.56`."""
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{'-' if amount_fen < 0 else ''}{yuan:,}.{fen:02d}"


def _moves_up(quotient: int, remainder: int, denominator: int, rounding: str) -> bool:
    if rounding == Rounding.HALF_UP:
        return 2 * remainder >= denominator
    if rounding == Rounding.HALF_EVEN:
        return 2 * remainder > denominator or (2 * remainder == denominator and quotient % 2 == 1)
    if rounding == Rounding.UP:
        return True
    raise ValueError(f"Unknown rounding: {rounding}")
