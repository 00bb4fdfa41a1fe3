"""Resident identity numbers (公民身份号码): GB 11643, eighteen characters with a MOD 11-2 check character."""

import datetime as dt
import re
from dataclasses import dataclass

FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
EARLIEST = dt.date(1900, 1, 1)


class BadIdentityNumber(ValueError):
    """A text that is no identity number; `reason` is "characters", "old", "length", "date" or "check"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class IdentityNumber:
    number: str
    birth_on: dt.date


def read_identity_number(text: str) -> IdentityNumber:
    """Return the canonical number (spaces gone, X in upper case) and the date of birth in it.

    Every spelling of one number gives the same text, so that one person cannot enter twice. Refuses
    (BadIdentityNumber) full-width and other look-alike characters, another length (the fifteen digits of old cards for
    a reason of their own), a date that never was, and a wrong check character. Area codes are not looked up: abolished
    counties live on in the numbers of those born there.
    """
    bare = text.strip().replace(" ", "").upper()
    if not bare.isascii() or not bare.isalnum():
        raise BadIdentityNumber("characters")
    if len(bare) == 15 and bare.isdigit():
        raise BadIdentityNumber("old")
    if len(bare) != 18:
        raise BadIdentityNumber("length")
    if not FORM.fullmatch(bare):
        raise BadIdentityNumber("characters")
    try:
        birth_on = dt.date(int(bare[6:10]), int(bare[10:12]), int(bare[12:14]))
    except ValueError:
        raise BadIdentityNumber("date") from None
    if birth_on < EARLIEST:
        raise BadIdentityNumber("date")
    if check_character(bare[:17]) != bare[17]:
        raise BadIdentityNumber("check")
    return IdentityNumber(bare, birth_on)


def check_character(body: str) -> str:
    """Return the eighteenth character for the first seventeen digits (ISO 7064 MOD 11-2)."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def age_on(birth_on: dt.date, on: dt.date) -> int:
    """Return the age in completed years; who was born on 29 February is a year older on 1 March."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))
