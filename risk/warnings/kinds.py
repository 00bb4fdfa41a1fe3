"""The kinds of signals there are: what each asks, about whom it speaks, and which facts of behaviour it reads.

A rule picks a kind, gives it parameters and switches it on. A room that keeps facts of its own adds its kind here.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts.web.formats import number, percent

NUMBER, SHARE = "number", "share"


@dataclass(frozen=True)
class Parameter:
    """A whole number a rule gives its kind, within bounds; shares are ppm."""

    name: str
    label: Promise
    least: int
    most: int
    kind: str = NUMBER

    def shown(self, value: int) -> str:
        """Return a value as people read it."""
        return percent(value) if self.kind == SHARE else number(value)


@dataclass(frozen=True)
class Occasion:
    """What just happened, by the loans, borrowers and dealers it happened to, on a business day."""

    on: dt.date
    loans: frozenset[int] = frozenset()
    borrowers: frozenset[int] = frozenset()

    def subjects(self, subject_type: str) -> frozenset[int]:
        """Return the loans or the borrowers."""
        return self.loans if subject_type == "loan" else self.borrowers


@dataclass(frozen=True)
class Evidence:
    """Why a rule hits a subject: figures by name, the rows behind them, and what names each of the rows for good."""

    subject_id: int
    figures: Mapping[str, int]
    rows: list[dict[str, Any]]
    keys: list[str]


Finder = Callable[[Mapping[str, int], Occasion], list[Evidence]]


@dataclass(frozen=True)
class SignalKind:
    """`find(parameters, occasion)` returns what hits; `sentence` has the parameters as its named places.

    `facts` are the kinds of facts it reads: it is asked when one of them is written down.
    """

    code: str
    label: Promise
    subject_type: str
    sentence: Promise
    facts: frozenset[str]
    find: Finder
    parameters: tuple[Parameter, ...] = ()
    # Figures of its evidence in words, in their order.
    figures: Mapping[str, tuple[Promise, str]] = field(default_factory=dict)

    def says(self, parameters: Mapping[str, int]) -> str:
        """Return the condition in words."""
        shown = {one.name: one.shown(parameters.get(one.name, one.least)) for one in self.parameters}
        return str(self.sentence) % shown


_kinds: dict[str, SignalKind] = {}
_fact_words: dict[str, Promise] = {}


def add_signal_source(kind: SignalKind, facts: Mapping[str, Promise]) -> None:
    """Add a kind of signal with the words of the facts it reads, from an app's `apps.py: ready()`."""
    if _kinds.get(kind.code, kind) != kind:
        raise ValueError(f"Two kinds of signals are named {kind.code}.")
    _kinds[kind.code] = kind
    _fact_words.update(facts)


def signal_kinds() -> list[SignalKind]:
    """Return every kind by code."""
    return [_kinds[code] for code in sorted(_kinds)]


def signal_kind(code: str) -> SignalKind | None:
    """Return a kind; None for one whose source is gone."""
    return _kinds.get(code)


def kinds_reading(facts: Iterable[str]) -> list[str]:
    """Return the codes of the kinds that read any of these kinds of facts."""
    wanted = set(facts)
    return [kind.code for kind in signal_kinds() if kind.facts & wanted]


def fact_words(code: str) -> str:
    """Return how a kind of fact is called."""
    return str(_fact_words.get(code, code))


COUNT = Parameter("count", pgettext_lazy("parameter of a signal", "At least so many"), 1, 30)
WITHIN_DAYS = Parameter("days", pgettext_lazy("parameter of a signal", "Within so many days"), 1, 365)
