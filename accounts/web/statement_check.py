"""Reading a statement back: CSV, XLSX or PDF, in whatever language, to the totals that are printed on it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from accounts.web.statement_file import CLOSING, OPENING, SUM

MARK = re.compile(rf"([A-Z])([0-9]+|{SUM}|{CLOSING})")
AMOUNT = re.compile(r"-?[0-9][0-9,]*\.[0-9]{2}", re.ASCII)
Amounts = tuple[int, ...]


class Unreadable(ValueError):
    """Say why a file is no statement."""


@dataclass
class ReadSection:
    """What was read of a section, and what its lines add up to; fen."""

    letter: str
    printed: Amounts = ()
    opening: Amounts | None = None
    closing: Amounts | None = None
    lines: list[Amounts] = field(default_factory=list)

    @property
    def added(self) -> Amounts:
        """The lines added up anew."""
        return tuple(map(sum, zip(*self.lines, strict=True))) if self.lines else (0,) * len(self.printed)

    @property
    def is_sum_right(self) -> bool:
        return bool(self.printed) and self.added == self.printed

    @property
    def is_closing_right(self) -> bool:
        """Whether opening and lines give the closing; a list without either has nothing to give."""
        if self.opening is None or self.closing is None:
            return self.opening is self.closing
        return tuple(a + b for a, b in zip(self.opening, self.added, strict=True)) == self.closing


def read_statement(data: bytes) -> list[ReadSection]:
    """Return the sections of a statement's file, which is recognised by how it begins; raises Unreadable."""
    if data.startswith(b"%PDF-"):
        found = list(_of_pdf(data))
    elif data.startswith(b"PK"):
        found = list(_of_xlsx(data))
    else:
        found = list(_of_csv(data))
    sections: dict[str, ReadSection] = {}
    for mark, amounts in found:
        letter, place = mark[0], mark[1:]
        section = sections.setdefault(letter, ReadSection(letter))
        if place == OPENING:
            section.opening = amounts
        elif place == SUM:
            section.printed = amounts
        elif place == CLOSING:
            section.closing = amounts
        elif int(place) != len(section.lines) + 1:
            raise Unreadable(f"Line {letter}{len(section.lines) + 1} is missing before {mark}.")
        else:
            section.lines.append(amounts)
    for section in sections.values():
        # What a line says beyond the summed amounts are the balances after it.
        section.lines = [line[: len(section.printed) or None] for line in section.lines]
    if not sections:
        raise Unreadable("No marked line was found: this is no statement of this house.")
    return list(sections.values())


def _of_csv(data: bytes) -> Iterator[tuple[str, Amounts]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The file is neither PDF, XLSX nor CSV in UTF-8.") from None
    for cells in csv.reader(io.StringIO(text)):
        if cells and MARK.fullmatch(cells[0]):
            yield cells[0], tuple(_fen(cell) for cell in _last_amounts(cells[1:]))


def _of_xlsx(data: bytes) -> Iterator[tuple[str, Amounts]]:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    for row in sheet.iter_rows(values_only=True):
        if row and isinstance(row[0], str) and MARK.fullmatch(row[0]):
            numbers: list[Any] = [cell for cell in row[1:] if isinstance(cell, int | float)]
            yield row[0], tuple(int((Decimal(str(cell)) * 100).to_integral_exact()) for cell in numbers)


def _of_pdf(data: bytes) -> Iterator[tuple[str, Amounts]]:
    from pypdf import PdfReader

    for page in PdfReader(io.BytesIO(data)).pages:
        for line in page.extract_text().splitlines():
            words = line.split()
            if words and MARK.fullmatch(words[0]):
                yield words[0], tuple(_fen(cell) for cell in _last_amounts(words[1:]))


def _last_amounts(cells: list[str]) -> Iterable[str]:
    """Return the amounts at the end of a line; a text before them may look like an amount and still is none."""
    found = []
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    for cell in reversed(cells[:end]):
        if not AMOUNT.fullmatch(cell):
            break
        found.append(cell)
    return reversed(found)


def _fen(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))
