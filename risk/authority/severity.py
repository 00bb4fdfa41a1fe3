"""How grave the exceptions of a case are: each room that knows of exceptions says the gravest of its own."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from risk.domain.authority import worst
from risk.models import CreditCase

SEVERITY_NAMES: dict[str, Promise] = {
    "none": _("No exception"),
    "minor": _("Minor exception"),
    "major": _("Major exception"),
}


Source = Callable[[CreditCase], str]
_sources: dict[str, Source] = {}


def add_severity_source(code: str, find: Source) -> None:
    """Add a room's `find(case) -> "none" | "minor" | "major"`, from `apps.py: ready()`."""
    if _sources.get(code, find) is not find:
        raise ValueError(f"Two sources of exceptions are named {code}.")
    _sources[code] = find


def severity_of(case: CreditCase) -> str:
    """Return the gravest exception that any room knows of."""
    return worst(_sources[code](case) for code in sorted(_sources))
