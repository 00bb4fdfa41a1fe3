"""Unified social credit codes (统一社会信用代码): GB 32100, eighteen characters with a MOD 31-3 check character."""

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

LENGTH = 18


class BadUscc(ValueError):
    """A text that is no code; `reason` is "characters", "length" or "check"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_uscc(text: str) -> str:
    """Return the canonical code (spaces gone, letters in upper case), so that one company cannot enter twice.

    Refuses (BadUscc) full-width and other look-alike characters, another length, the letters I, O, S, V and Z that no
    code has, and a wrong check character.
    """
    bare = text.strip().replace(" ", "").upper()
    if not bare.isascii() or not bare.isalnum():
        raise BadUscc("characters")
    if len(bare) != LENGTH:
        raise BadUscc("length")
    try:
        return uscc.validate(bare)
    except InvalidChecksum:
        raise BadUscc("check") from None
    except ValidationError:
        raise BadUscc("characters") from None


def check_character(body: str) -> str:
    """Return the eighteenth character for the first seventeen."""
    return uscc.calc_check_digit(body)
