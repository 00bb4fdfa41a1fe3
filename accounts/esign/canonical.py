"""The one way in which what is signed or sealed becomes bytes."""

import hashlib
import json
from typing import Any


def canonical(content: dict[str, Any]) -> str:
    """Return the content in its canonical form: names in their order, no spaces, characters as they are.

    Amounts are whole fen and dates are texts, so the same content always gives the same bytes.
    """
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text in its canonical form, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
