"""What entries and their parts are called on statements and in the journal; each app names its own."""

from collections.abc import Mapping

from django.utils.functional import Promise

_names: dict[str, Promise | str] = {}
_purposes: dict[str, Promise | str] = {}


def name_entry_kinds(names: Mapping[str, Promise | str]) -> None:
    """Add an app's names, from its `apps.py: ready()`."""
    _names.update(names)


def entry_kind_name(kind: str) -> str:
    """Return the name of a kind; one nobody named shows its code."""
    return str(_names.get(kind, kind))


def name_purposes(names: Mapping[str, Promise | str]) -> None:
    """Add an app's names of what transfers are for, from its `apps.py: ready()`."""
    _purposes.update(names)


def purpose_name(purpose: str) -> str:
    """Return what a transfer is for, empty where nobody named it: the kind of its entry says enough then."""
    return str(_purposes.get(purpose, ""))
