"""Numbers that pages hide, found in what somebody wrote into free text."""

import re
import unicodedata

from stdnum import luhn

from accounts.domain.identity_number import BadIdentityNumber, read_identity_number

MOBILE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<![0-9A-Z])\d{17}[0-9X](?![0-9A-Z])")
CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")
BETWEEN = re.compile(r"(?<=\d)[ \-·.](?=[\dX])")


def find_hidden_number(text: str) -> str:
    """Return "identity", "card" or "phone" for the first kind of number in the text that a page would hide, else "".

    Wide digits, and single spaces, dashes and dots between digits, are seen through. An identity number counts by its
    check digit (GB 11643), a card by Luhn (ISO/IEC 7812-1), so that numbers of loans and sums of money pass.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    for joined in (plain, BETWEEN.sub("", plain)):
        if any(_is_identity(found) for found in IDENTITY.findall(joined)):
            return "identity"
        if any(luhn.is_valid(found) for found in CARD.findall(joined)):
            return "card"
        if MOBILE.search(joined):
            return "phone"
    return ""


def _is_identity(text: str) -> bool:
    try:
        read_identity_number(text)
    except BadIdentityNumber:
        return False
    return True
