"""A table of figures, named once: how it stands on a page and how it leaves the house as a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse

from accounts import clock
from accounts.web import formats
from accounts.web.file_answer import file_answer
from accounts.web.spreadsheet import Cell as FileCell
from accounts.web.spreadsheet import Fen
from accounts.web.tables.files import FILES

TEXT, NUMBER, YUAN, PERCENT = "text", "number", "yuan", "percent"
# A head of so many letters takes no more room than the figures below it.
SHORT = 8
# The ground of a cell that says an improvement.
BETTER = "better"
FILE_KINDS = [(kind, kind.upper()) for kind in FILES]
SHOWN: dict[str, Callable[[Any], str]] = {
    TEXT: str,
    NUMBER: formats.number,
    YUAN: formats.yuan,
    PERCENT: formats.percent,
}


@dataclass(frozen=True)
class Head:
    """A column's head and kind: yuan are fen, percents ppm."""

    label: Any
    kind: str = YUAN

    @property
    def is_figure(self) -> bool:
        return self.kind != TEXT

    @property
    def is_whole(self) -> bool:
        """Whether it is a month, a number or a short span of days, which never breaks at its hyphen."""
        label = str(self.label)
        return len(label) <= SHORT and label[:1].isdigit()


@dataclass(frozen=True)
class ShownCell:
    """What stands in a cell; `url` leads to the loans behind it, `shade` is 1 to 5 by how large it is, or BETTER."""

    text: str
    is_figure: bool
    url: str = ""
    shade: int | str = 0


@dataclass(frozen=True)
class Line:
    """A row of values, the last ones may be missing; `urls` and `shades` by column; a total stands out."""

    values: Sequence[Any]
    urls: dict[int, str] = field(default_factory=dict)
    shades: Mapping[int, int | str] = field(default_factory=dict)
    is_total: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table: `name` is its name in files and in the event that says it was taken out."""

    name: str
    title: Any
    heads: Sequence[Head]
    lines: Sequence[Line]
    note: Any = ""

    @property
    def rows(self) -> list[tuple[bool, list[ShownCell]]]:
        """The cells of each row, and whether it is a total."""
        return [(line.is_total, self._cells(line)) for line in self.lines]

    def _cells(self, line: Line) -> list[ShownCell]:
        cells = []
        for at, head in enumerate(self.heads):
            value = line.values[at] if at < len(line.values) else None
            text = "—" if value is None else SHOWN[head.kind](value)
            cells.append(ShownCell(text, head.is_figure, line.urls.get(at, ""), line.shades.get(at, 0)))
        return cells

    def file_lines(self) -> list[list[FileCell]]:
        """The rows for a file: amounts and counts keep their kind."""
        return [
            [
                _file_cell(line.values[at] if at < len(line.values) else None, head.kind)
                for at, head in enumerate(self.heads)
            ]
            for line in self.lines
        ]


def _file_cell(value: Any, kind: str) -> FileCell:
    if value is None:
        return None
    if kind == YUAN:
        return Fen(value)
    return int(value) if kind == NUMBER else SHOWN[kind](value)


def sheet_asked_for(asked: str, sheets: Sequence[Sheet]) -> tuple[Sheet, str] | None:
    """Return the sheet and the kind of file that a button names (`losses.xlsx`), None where there is no such."""
    name, _dot, kind = asked.rpartition(".")
    sheet = next((one for one in sheets if one.name == name), None)
    return (sheet, kind) if sheet is not None and kind in FILES else None


def sheet_file(sheet: Sheet, kind: str, prefix: str) -> HttpResponse:
    """Return a sheet as a file, its name with the moment it was taken out."""
    write, content_type = FILES[kind]
    body = write(str(sheet.title), [str(head.label) for head in sheet.heads], sheet.file_lines())
    stamp = f"{clock.now().astimezone(clock.SHANGHAI):%Y%m%d-%H%M%S}"
    return file_answer(body, f"{prefix}-{sheet.name}-{stamp}.{kind}", content_type)
