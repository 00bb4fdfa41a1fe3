"""A list as a file: CSV for machines, XLSX for people."""

import datetime as dt
from collections.abc import Callable, Sequence

from accounts.web.csv_lines import BYTE_ORDER_MARK, csv_line, safe_cell
from accounts.web.spreadsheet import Cell, Fen, write_spreadsheet

Lines = Sequence[Sequence[Cell]]


def as_csv(_title: str, heads: list[str], lines: Lines) -> bytes:
    """Return the list as CSV in UTF-8, amounts in yuan, days as 2026-11-23; no cell is a formula."""
    text = "".join(csv_line(_text(cell) for cell in line) for line in [heads, *lines])
    return (BYTE_ORDER_MARK + text).encode()


def as_xlsx(title: str, heads: list[str], lines: Lines) -> bytes:
    """Return the list as a sheet with typed cells."""
    return write_spreadsheet(title, [heads, *lines])


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Fen):
        return str(cell.yuan)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else safe_cell(cell)


FILES: dict[str, tuple[Callable[[str, list[str], Lines], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
