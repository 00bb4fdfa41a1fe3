"""What the house knows of a person: each app gives its part, says what binds it, and erases it.

Three registries that an app fills in its `apps.py: ready()`: parts for the copy a person may take along (PIPL 45),
bindings that keep data from being deleted (PIPL 47), erasers that empty what nothing binds.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts import clock
from accounts.models.user import User

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Coded:
    """A code for machines with the word for people: the file of data holds the one, the paper the other."""

    code: str
    label: Promise | str


@dataclass(frozen=True)
class PersonalData:
    """One part of the copy: `read` yields its records, `labels` names their fields on paper in the paper's order.

    Values are texts, whole numbers, dates, instants, truth values, `Coded` or None; endings of names tell their unit.
    """

    code: str
    title: Promise | str
    order: int
    labels: Mapping[str, Promise | str]
    read: Callable[[User], Iterable[Record]]


@dataclass(frozen=True)
class Binding:
    """Why data may not be deleted yet, and until when; no date where that depends on something still running."""

    sentence: Promise | str
    until_on: dt.date | None = None


@dataclass(frozen=True)
class Eraser:
    code: str
    order: int
    erase: Callable[[User], None]


_parts: dict[str, PersonalData] = {}
_bindings: dict[str, Callable[[User], list[Binding]]] = {}
_erasers: dict[str, Eraser] = {}


def register_personal_data(*parts: PersonalData) -> None:
    """Add an app's parts of the copy."""
    for part in parts:
        _parts[part.code] = part


def personal_data_parts() -> list[PersonalData]:
    """Return every part in its order."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.code))


def register_binding(code: str, find: Callable[[User], list[Binding]]) -> None:
    """Add what an app's rules keep; `find` returns nothing where nothing binds."""
    _bindings[code] = find


def bindings_of(user: User) -> list[Binding]:
    """Return everything that keeps this person's data from being deleted today; what has run out binds no more."""
    found = [binding for code in sorted(_bindings) for binding in _bindings[code](user)]
    today = clock.today()
    return [binding for binding in found if binding.until_on is None or binding.until_on >= today]


def register_eraser(code: str, order: int, erase: Callable[[User], None]) -> None:
    """Add how an app empties its personal values of one person, in the caller's transaction."""
    _erasers[code] = Eraser(code, order, erase)


def erasers() -> list[Eraser]:
    """Return how to erase a person, the upper floors first."""
    return sorted(_erasers.values(), key=lambda eraser: (eraser.order, eraser.code))
