"""The reason that a dealer reads when it is returned, rejected, suspended or ended."""

from django.utils.translation import gettext as _

from accounts.errors import Refused

SHORTEST, LONGEST = 4, 1000


def clean_reason(reason: str) -> str:
    """Return the reason as the dealer reads it; refuses (`reason_missing`) one that says nothing."""
    words = reason.strip()
    if len(words) < SHORTEST:
        raise Refused("reason_missing", _("Say why, in words the dealer understands."), field="reason")
    return words[:LONGEST]
