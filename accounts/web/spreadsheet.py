"""A plain spreadsheet (XLSX) of one sheet: rows of texts, days, counts and amounts, nothing that runs."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# What XML cannot hold, and what a sheet's name must not.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]]")
NAME_LENGTH = 31
AMOUNT_FORMAT = "#,##0.00"
DAY_FORMAT = "yyyy-mm-dd"


@dataclass(frozen=True)
class Fen:
    """An amount in fen, shown in yuan; exact to 15 digits, which is what spreadsheet programs keep."""

    fen: int

    @property
    def yuan(self) -> Decimal:
        return Decimal(self.fen).scaleb(-2)


Cell = str | int | Fen | dt.date | None


def write_spreadsheet(title: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the file of a sheet; texts stay texts whatever they begin with, so that no cell is a formula."""
    # The library takes a while to load, and hardly any request wants it.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(NOT_IN_NAMES.sub(" ", CONTROLS.sub("", title))[:NAME_LENGTH])
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, Fen):
        cell = WriteOnlyCell(sheet, value.yuan)
        cell.number_format = AMOUNT_FORMAT
        return cell
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, CONTROLS.sub("", value))
        # Otherwise a text that begins with "=" would be a formula.
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, dt.date):
        cell.number_format = DAY_FORMAT
    return cell
