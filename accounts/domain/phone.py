"""Mobile numbers of the mainland: eleven digits, the first 1, the second 3 to 9."""

import re

MOBILE = re.compile(r"1[3-9][0-9]{9}")
# What people put between the digits; the country code is ours and may be left out.
SEPARATORS = str.maketrans("", "", " -\u00a0")
COUNTRY_CODES = ("+86", "0086", "86")


class BadPhone(ValueError):
    """A text that is no mobile number; `reason` is "full_width" or "form"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def normalise_phone(text: str) -> str:
    """Return the eleven digits of a mobile number written with or without +86, spaces and hyphens.

    Refuses (BadPhone) full-width and other look-alike digits, landlines and foreign numbers.
    """
    bare = text.strip().translate(SEPARATORS)
    if not bare.isascii():
        raise BadPhone("full_width" if any(character.isdigit() for character in bare) else "form")
    for code in COUNTRY_CODES:
        if len(bare) == len(code) + 11 and bare.startswith(code):
            bare = bare.removeprefix(code)
            break
    if not MOBILE.fullmatch(bare):
        raise BadPhone("form")
    return bare
