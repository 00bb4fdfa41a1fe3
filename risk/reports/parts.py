"""What a monthly report is made of: parts that rooms hang into its four chapters.

A part reads a closed month once and tells it in either language, with the same figures. What it told is frozen with the
draft, so a report reads the same years later, whatever became of the part.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from accounts.web.tables.sheets import Sheet


@dataclass(frozen=True)
class Month:
    """A closed month: its days, and the last day before it that has a book (None where it is the first)."""

    first_on: dt.date
    last_on: dt.date
    before_on: dt.date | None
    _memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def kept(self, name: str, read: Callable[[], Any]) -> Any:
        """Return what was read for this month under a name, so that parts which need the same read it once."""
        if name not in self._memory:
            self._memory[name] = read()
        return self._memory[name]


@dataclass(frozen=True)
class Series:
    """One row of values of a chart, None where nothing is known."""

    name: str
    values: Sequence[int | None]


@dataclass(frozen=True)
class Chart:
    """A chart as plain values: `kind` is bar or line, `unit` yuan (fen), percent (ppm) or number."""

    title: str
    kind: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = "yuan"
    sentence: str = ""


@dataclass(frozen=True)
class Told:
    """A part in words: sentences from the figures, charts that answer a question, tables."""

    sentences: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    sheets: Sequence[Sheet] = ()
    # Headline figures by name (fen, ppm or counts), for lists and for the reports of later months.
    key: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportPart:
    """`read(month)` returns what `tell` says in the active language, or None where there is nothing to say.

    `chapter` is one of status, sources, effects, measures. Counts without names: a report is read by many.
    """

    code: str
    chapter: str
    order: int
    title: Promise | str
    read: Callable[[Month], Any]
    tell: Callable[[Any], Told]


_parts: dict[str, ReportPart] = {}


def add_report_part(part: ReportPart) -> None:
    """Add a part to every monthly report from now on, from an app's `apps.py: ready()`."""
    if _parts.get(part.code, part) != part:
        raise ValueError(f"Two parts of the monthly report are named {part.code}.")
    _parts[part.code] = part


def report_parts() -> list[ReportPart]:
    """Return the parts in order."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.code))
