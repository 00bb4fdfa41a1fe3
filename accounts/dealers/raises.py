"""What floors above find that stands against higher limits or more goods of a dealer; nothing here looks up."""

from collections.abc import Callable

from accounts.errors import Refused
from accounts.models import Dealer

# Returns in words what stands against it, empty where nothing does.
RaiseCheck = Callable[[Dealer], str]

_checks: dict[str, RaiseCheck] = {}


def check_raises_by(code: str, check: RaiseCheck) -> None:
    """Add an app's check, from its `apps.py: ready()`; its code is that of the refusal."""
    _checks[code] = check


def stands_against(dealer: Dealer) -> tuple[str, str] | None:
    """Return the code and the words of the first check that finds something, None where none does."""
    for code, check in sorted(_checks.items()):
        found = check(dealer)
        if found:
            return code, found
    return None


def require_nothing_against(dealer: Dealer) -> None:
    """Refuse by the first check that finds something, with its code and words."""
    found = stands_against(dealer)
    if found is not None:
        raise Refused(*found)
