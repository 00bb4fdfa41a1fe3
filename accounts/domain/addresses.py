"""Postal addresses as they are compared: without what people write differently."""

import unicodedata


def canonical_address(text: str) -> str:
    """Return an address without what people write differently: spaces, marks, wide letters."""
    wide = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in wide if char.isalnum())
