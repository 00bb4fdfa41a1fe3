"""Spreadsheets: every fen arrives, texts stay texts, and nothing in them runs."""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from accounts.web.spreadsheet import Fen, write_spreadsheet


def sheet_xml(file: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


def test_cells_keep_their_kind() -> None:
    file = write_spreadsheet("a<b", [["=1+1", 7, None], [dt.date(2026, 2, 28), Fen(123_45), "@x"]])
    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    assert sheet.title == "a<b"
    (text, count, empty), (day, amount, at) = sheet.iter_rows()
    assert (text.data_type, text.value) == ("s", "=1+1")
    assert (at.data_type, at.value) == ("s", "@x")
    assert (count.value, empty.value) == (7, None)
    assert day.value == dt.datetime(2026, 2, 28)
    assert amount.number_format == "#,##0.00"
    assert "<f>" not in sheet_xml(file)


@pytest.mark.parametrize("fen", [0, -5, 1, 123_45, 999_999_999_999_999, -(10**15) + 2])
def test_no_fraction_of_a_fen_is_lost(fen: int) -> None:
    (written,) = re.findall(r"<v>([^<]*)</v>", sheet_xml(write_spreadsheet("x", [[Fen(fen)]])))
    assert Decimal(written) * 100 == fen


def test_what_a_file_cannot_hold_is_left_out() -> None:
    file = write_spreadsheet("2026/01: [a]*" + "x" * 40, [["a\x00b\x0bc\nd"]])
    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    assert sheet["A1"].value == "abc\nd"
    assert len(sheet.title) == 31
    assert not set(sheet.title) & set("/:[]*")
