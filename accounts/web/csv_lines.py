"""Lines of CSV for spreadsheets, one at a time, so that a file of any size is streamed."""

import csv
from collections.abc import Iterable
from io import StringIO

BYTE_ORDER_MARK = "\ufeff"
# A text cell that begins like this is a formula to a spreadsheet.
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_BEGINNINGS) else text


def csv_line(cells: Iterable[str]) -> str:
    """Return one line with its ending."""
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
