"""A column of a list: what it reads from a row, and how a cell looks on the page and in a file."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from accounts import clock
from accounts.web import formats
from accounts.web.badges import Look, look_of
from accounts.web.spreadsheet import Cell as FileCell
from accounts.web.spreadsheet import Fen

NOTHING = "—"


class Kind(StrEnum):
    """What a column's values are: yuan are fen, rates are ppm, a state is the object that has it."""

    TEXT = "text"
    NUMBER = "number"
    YUAN = "yuan"
    RATE = "rate"
    DAY = "day"
    MOMENT = "moment"
    AGE = "age"
    STATE = "state"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `look` is a state's, `url` leads to the page of what it names."""

    text: str
    kind: Kind
    url: str = ""
    look: Look | None = None

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURES

    @property
    def is_narrow(self) -> bool:
        return self.kind is not Kind.TEXT


@dataclass(frozen=True)
class Column:
    """`value(row)` reads a row without a query; `sort` is the field that orders by it, `url(row, viewer)` its link."""

    name: str
    label: Promise | str
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    sort: str = ""
    url: Callable[[Any, Any], str] | None = None
    # Shown only when chosen.
    is_extra: bool = False

    def cell(self, row: Any, viewer: Any) -> Cell:
        """Return the cell of a row as the viewer sees it."""
        value = self.value(row)
        url = self.url(row, viewer) if self.url else ""
        if value is None or value == "":
            return Cell(NOTHING, self.kind)
        look = look_of(str(value.status), value._meta.model_name) if self.kind is Kind.STATE else None
        return Cell(SHOWN[self.kind](value), self.kind, url, look)

    def file_cell(self, row: Any) -> FileCell:
        """Return the cell of a row for a file: amounts, counts and days keep their kind."""
        value = self.value(row)
        return None if value is None or value == "" else FILED[self.kind](value)

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURES


FIGURES = {Kind.NUMBER, Kind.YUAN, Kind.RATE}


def _age(at: dt.datetime) -> str:
    # A minute or a month says enough; the moment itself is in the files.
    now = clock.now()
    return timesince(at, now, depth=1) if now > at else _("just now")


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def _state(thing: Any) -> str:
    return str(thing.get_status_display())


SHOWN: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: str,
    Kind.NUMBER: formats.number,
    Kind.YUAN: formats.yuan,
    Kind.RATE: formats.rate,
    Kind.DAY: dt.date.isoformat,
    Kind.MOMENT: _moment,
    Kind.AGE: _age,
    Kind.STATE: _state,
}
FILED: dict[Kind, Callable[[Any], FileCell]] = {
    Kind.TEXT: str,
    Kind.NUMBER: int,
    Kind.YUAN: Fen,
    Kind.RATE: formats.rate,
    Kind.DAY: lambda day: day,
    Kind.MOMENT: _moment,
    Kind.AGE: _moment,
    Kind.STATE: _state,
}
