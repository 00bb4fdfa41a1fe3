"""Reading a loan book's file: every line for itself, so that one bad line costs one loan and no more.

A quote that is never closed would swallow the rest of the file in a reader that follows it over line ends;
this source has no line ends inside a field, so each line is parsed alone.
"""

import csv
import datetime as dt
import re
from decimal import Decimal
from typing import NamedTuple

from finance.domain.money import MAX_FEN, divide_half_up
from lending.domain.loan_book import BookRow
from lending.domain.terms import MAX_PERIODS, MAX_RATE_PPM

SOURCES = ("lendingclub",)
STATUSES = {
    "Issued",
    "Current",
    "In Grace Period",
    "Late (16-30 days)",
    "Late (31-120 days)",
    "Default",
    "Charged Off",
    "Fully Paid",
}
COLUMNS = (
    "loan_amount",
    "term",
    "interest_rate",
    "installment",
    "issue_month",
    "loan_status",
    "grade",
    "sub_grade",
    "loan_purpose",
    "balance",
    "paid_total",
    "paid_principal",
    "paid_interest",
    "paid_late_fees",
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,12})?", re.ASCII)
_MONTH = re.compile(rf"({'|'.join(MONTHS)})-([0-9]{{4}})", re.ASCII)
_GRADE = re.compile(r"[A-Z][0-9]?", re.ASCII)
_NOT_UTF_8 = re.compile("[\ud800-\udfff]")
_SHOWN = 40


class BookError(ValueError):
    """Say why a file as a whole is no loan book."""


class RowError(ValueError):
    """Say why one line cannot be read."""


class Unreadable(NamedTuple):
    """Hold a line that cannot be read, and why."""

    line: int
    reason: str


class Book(NamedTuple):
    """Hold the loans of a file and the lines that are none."""

    rows: tuple[BookRow, ...]
    unreadable: tuple[Unreadable, ...]

    @property
    def row_count(self) -> int:
        """Return how many lines claim to be loans."""
        return len(self.rows) + len(self.unreadable)


def read_book(content: bytes) -> Book:
    """Return the loans of a book in CSV with a header.

    Refuses, as `BookError`, a file that is empty, has no header with the source's columns, or names a column
    twice. Lines that cannot be read are set aside with their number and reason; empty lines are skipped.
    """
    # Bytes that are no UTF-8 survive as lone surrogates and are found again in the line they stand in.
    lines = content.decode("utf-8-sig", errors="surrogateescape").split("\n")
    header = _header(lines[0])
    rows, unreadable = [], []
    for line, text in enumerate(lines[1:], start=2):
        if not text.strip("\r \t"):
            continue
        try:
            rows.append(_row(line, _record(text, header)))
        except RowError as error:
            unreadable.append(Unreadable(line, str(error)))
    if not rows and not unreadable:
        raise BookError("The file has a header and no loans.")
    return Book(tuple(rows), tuple(unreadable))


def _header(text: str) -> list[str]:
    try:
        header = _fields(text)
    except RowError as error:
        raise BookError(f"The header cannot be read: {error}") from None
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise BookError(f"The header lacks {', '.join(missing)}.")
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise BookError(f"The header names {', '.join(twice)} twice.")
    return header


def _fields(text: str) -> list[str]:
    if _NOT_UTF_8.search(text):
        raise RowError("It is not UTF-8 text.")
    if "\0" in text:
        raise RowError("It has a null character.")
    try:
        return next(csv.reader([text.rstrip("\r")], strict=True))
    except (csv.Error, StopIteration):
        raise RowError("Its quotes do not match.") from None


def _record(text: str, header: list[str]) -> dict[str, str]:
    values = _fields(text)
    if len(values) != len(header):
        raise RowError(f"It has {len(values)} fields where the header has {len(header)}.")
    return dict(zip(header, values, strict=True))


def _row(line: int, record: dict[str, str]) -> BookRow:
    status = record["loan_status"]
    if status not in STATUSES:
        raise RowError(f"loan_status: {_shown(status)} is no status of this source.")
    row = BookRow(
        line=line,
        principal_fen=_cents(record, "loan_amount"),
        periods=_whole(record, "term", 1, MAX_PERIODS),
        annual_rate_ppm=_ppm(record, "interest_rate"),
        instalment_fen=_cents(record, "installment"),
        issued_on=_month(record),
        status=status,
        grade=_grade(record, "grade"),
        sub_grade=_grade(record, "sub_grade"),
        purpose=_purpose(record),
        balance_fen=_cents(record, "balance"),
        paid_total_fen=_rounded_cents(record, "paid_total"),
        paid_principal_fen=_rounded_cents(record, "paid_principal"),
        paid_interest_fen=_rounded_cents(record, "paid_interest"),
        paid_late_fees_fen=_rounded_cents(record, "paid_late_fees"),
    )
    for name, value in (("loan_amount", row.principal_fen), ("installment", row.instalment_fen)):
        if value == 0:
            raise RowError(f"{name} is zero.")
    return row


def _number(record: dict[str, str], name: str) -> Decimal:
    text = record[name]
    if not _NUMBER.fullmatch(text):
        raise RowError(f"{name}: {_shown(text)} is no plain number.")
    return Decimal(text)


def _cents(record: dict[str, str], name: str) -> int:
    cents = _number(record, name).scaleb(2)
    if cents != int(cents):
        raise RowError(f"{name}: {_shown(record[name])} has parts of a cent.")
    return _bounded(int(cents), name)


def _rounded_cents(record: dict[str, str], name: str) -> int:
    """Return the cents of a payment sum; the source adds these up in binary and leaves parts of a cent
    behind."""
    return _bounded(divide_half_up(*_number(record, name).scaleb(2).as_integer_ratio()), name)


def _bounded(cents: int, name: str) -> int:
    if cents > MAX_FEN:
        raise RowError(f"{name} is too large.")
    return cents


def _whole(record: dict[str, str], name: str, least: int, most: int) -> int:
    number = _number(record, name)
    if number != int(number) or not least <= number <= most:
        raise RowError(f"{name}: {_shown(record[name])} is not from {least} to {most}.")
    return int(number)


def _ppm(record: dict[str, str], name: str) -> int:
    ppm = _number(record, name).scaleb(4)
    if ppm != int(ppm) or ppm > MAX_RATE_PPM:
        raise RowError(f"{name}: {_shown(record[name])} is no percentage of this source.")
    return int(ppm)


def _month(record: dict[str, str]) -> dt.date:
    match = _MONTH.fullmatch(record["issue_month"])
    if match is None or not 1900 <= int(match[2]) <= 2200:
        raise RowError(f"issue_month: {_shown(record['issue_month'])} is no month such as Mar-2018.")
    return dt.date(int(match[2]), MONTHS.index(match[1]) + 1, 1)


def _grade(record: dict[str, str], name: str) -> str:
    if not _GRADE.fullmatch(record[name]):
        raise RowError(f"{name}: {_shown(record[name])} is no grade.")
    return record[name]


def _purpose(record: dict[str, str]) -> str:
    if len(record["loan_purpose"]) > _SHOWN:
        raise RowError("loan_purpose is too long.")
    return record["loan_purpose"]


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
