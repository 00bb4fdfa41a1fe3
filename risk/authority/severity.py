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
_sources: dict[str, tuple[Source, Promise | str]] = {}


def add_severity_source(code: str, find: Source, name: Promise | str) -> None:
    """Add a room's `find(case) -> "none" | "minor" | "major"` and what it looks at, from `apps.py: ready()`."""
    if _sources.get(code, (find, name))[0] is not find:
        raise ValueError(f"Two sources of exceptions are named {code}.")
    _sources[code] = (find, name)


def severity_of(case: CreditCase) -> str:
    """Return the gravest exception that any room knows of."""
    return worst(find(case) for find, _name in _by_code())


def gravest_sources(case: CreditCase, severity: str) -> list[Promise | str]:
    """Return what an exception of this severity comes from; nothing where there is none."""
    return [] if severity == "none" else [name for find, name in _by_code() if find(case) == severity]


def _by_code() -> list[tuple[Source, Promise | str]]:
    return [_sources[code] for code in sorted(_sources)]
