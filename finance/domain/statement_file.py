"""The statement file of the custodian bank: what it must look like, and every reason to refuse one.

    account,day,opening,closing,lines,credits,debits
    FENQI-CUSTODY,2026-11-23,1000.00,1200.00,2,300.00,100.00
    bank_number,at,direction,amount,reference,counterparty
    BK2026112300000001,2026-11-23T10:00:00+08:00,in,300.00,DP2026112300000001,李*
    BK2026112300000002,2026-11-23T11:00:00+08:00,out,100.00,WD2026112300000001,王*

The second row names the control totals of all that follows. A file that breaks one rule is refused whole.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

HEAD = ("account", "day", "opening", "closing", "lines", "credits", "debits")
COLUMNS = ("bank_number", "at", "direction", "amount", "reference", "counterparty")
DIRECTIONS = {"in": 1, "out": -1}
MAX_BYTES = 5_000_000
MAX_FAULTS = 50

_AMOUNT = re.compile(r"([0-9]{1,13})\.([0-9]{2})", re.ASCII)
_NUMBER = re.compile(r"[A-Za-z0-9._-]{1,40}", re.ASCII)
_REFERENCE = re.compile(r"[A-Za-z0-9._-]{0,40}", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,7}", re.ASCII)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t")
NAME_LENGTH = 40


@dataclass(frozen=True)
class Fault:
    """Why a file is refused: the rule's code, the row (1 is the first, 0 the file as a whole), and what was read."""

    code: str
    row: int = 0
    value: str = ""


@dataclass(frozen=True)
class BankLine:
    """One booking as the bank states it; `direction` is 1 in, -1 out."""

    bank_number: str
    at: dt.datetime
    direction: int
    amount_fen: int
    reference: str
    counterparty: str

    @property
    def signed_fen(self) -> int:
        """What it added to the balance at the bank."""
        return self.direction * self.amount_fen


@dataclass(frozen=True)
class StatementFile:
    """A statement as it was read; balances and sums are the bank's own words."""

    account: str
    day: dt.date
    opening_fen: int
    closing_fen: int
    lines: tuple[BankLine, ...]

    @property
    def credits_fen(self) -> int:
        """What came in."""
        return sum(line.amount_fen for line in self.lines if line.direction > 0)

    @property
    def debits_fen(self) -> int:
        """What went out."""
        return sum(line.amount_fen for line in self.lines if line.direction < 0)


@dataclass
class Reading:
    """What came of reading a file: a statement, or every reason why not."""

    statement: StatementFile | None = None
    faults: list[Fault] = field(default_factory=list)
    # What the first rows name, where they could be read: a refused file is filed under its day.
    day: dt.date | None = None

    def refuse(self, code: str, row: int = 0, value: object = "") -> None:
        """Add a reason, the first of many."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(code, row, str(value)[:80]))


def read_statement(content: bytes, *, account: str, timezone: dt.tzinfo) -> Reading:
    """Return the statement of a file, or all faults found; nothing of a faulty file is used.

    Refuses what is no UTF-8 text, wrong columns, another account than `account`, amounts that are not yuan with two
    decimals, times without a zone, and control totals that its lines do not add up to.
    """
    reading = Reading()
    rows = _rows(content, reading)
    if reading.faults:
        return reading
    head = _head(rows, account, reading)
    lines = _lines(rows[3:], timezone, reading)
    if head is None or reading.faults:
        return reading
    _check_totals(head, lines, reading)
    if not reading.faults:
        reading.statement = StatementFile(account, head.day, head.opening_fen, head.closing_fen, tuple(lines))
    return reading


def write_statement(statement: StatementFile) -> str:
    """Return the file of a statement, its control totals counted from its lines."""
    head = [
        statement.account,
        statement.day.isoformat(),
        plain_yuan(statement.opening_fen),
        plain_yuan(statement.closing_fen),
        str(len(statement.lines)),
        plain_yuan(statement.credits_fen),
        plain_yuan(statement.debits_fen),
    ]
    lines = [
        [
            line.bank_number,
            line.at.isoformat(timespec="seconds"),
            "in" if line.direction > 0 else "out",
            plain_yuan(line.amount_fen),
            line.reference,
            line.counterparty,
        ]
        for line in statement.lines
    ]
    return "".join(f"{','.join(row)}\n" for row in ([*HEAD], head, [*COLUMNS], *lines))


def plain_yuan(amount_fen: int) -> str:
    """Return `1234.56`, as files have it."""
    sign = "-" if amount_fen < 0 else ""
    return f"{sign}{abs(amount_fen) // 100}.{abs(amount_fen) % 100:02d}"


@dataclass(frozen=True)
class _Head:
    day: dt.date
    opening_fen: int
    closing_fen: int
    lines: int
    credits_fen: int
    debits_fen: int


def _rows(content: bytes, reading: Reading) -> list[list[str]]:
    if len(content) > MAX_BYTES:
        reading.refuse("too_large")
        return []
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(text.splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error):
        reading.refuse("not_csv")
        return []
    if len(rows) < 3:
        reading.refuse("no_head")
    elif tuple(rows[0]) != HEAD:
        reading.refuse("wrong_head", 1, ",".join(rows[0]))
    elif tuple(rows[2]) != COLUMNS:
        reading.refuse("wrong_columns", 3, ",".join(rows[2]))
    return rows


def _head(rows: list[list[str]], account: str, reading: Reading) -> _Head | None:
    if len(rows[1]) != len(HEAD):
        reading.refuse("wrong_columns", 2)
        return None
    values = dict(zip(HEAD, rows[1], strict=True))
    reading.day = _day(values["day"])
    if reading.day is None:
        reading.refuse("bad_day", 2, values["day"])
    if values["account"] != account:
        reading.refuse("wrong_account", 2, values["account"])
    if not _COUNT.fullmatch(values["lines"]):
        reading.refuse("bad_count", 2, values["lines"])
    amounts = [_amount(values[name], 2, reading) for name in ("opening", "closing", "credits", "debits")]
    if reading.faults or reading.day is None:
        return None
    opening_fen, closing_fen, credits_fen, debits_fen = amounts
    return _Head(reading.day, opening_fen, closing_fen, int(values["lines"]), credits_fen, debits_fen)


def _lines(rows: Iterable[list[str]], timezone: dt.tzinfo, reading: Reading) -> list[BankLine]:
    lines = []
    for place, row in enumerate(rows, start=4):
        before = len(reading.faults)
        if len(row) != len(COLUMNS):
            reading.refuse("wrong_columns", place)
            continue
        number, at, direction, amount, reference, counterparty = row
        if not _NUMBER.fullmatch(number):
            reading.refuse("bad_number", place, number)
        if not _REFERENCE.fullmatch(reference):
            reading.refuse("bad_reference", place, reference)
        if len(counterparty) > NAME_LENGTH or counterparty.startswith(_BEGINS_A_FORMULA):
            reading.refuse("bad_counterparty", place, counterparty)
        if direction not in DIRECTIONS:
            reading.refuse("bad_direction", place, direction)
        moment, amount_fen = _moment(at, timezone), _amount(amount, place, reading)
        if moment is None:
            reading.refuse("bad_time", place, at)
        if amount_fen == 0:
            reading.refuse("bad_amount", place, amount)
        if len(reading.faults) == before and moment is not None:
            lines.append(BankLine(number, moment, DIRECTIONS[direction], amount_fen, reference, counterparty))
    return lines


def _check_totals(head: _Head, lines: list[BankLine], reading: Reading) -> None:
    credits_fen = sum(line.amount_fen for line in lines if line.direction > 0)
    debits_fen = sum(line.amount_fen for line in lines if line.direction < 0)
    if head.lines != len(lines):
        reading.refuse("line_count", 2, head.lines)
    if head.credits_fen != credits_fen:
        reading.refuse("credits_total", 2, plain_yuan(head.credits_fen))
    if head.debits_fen != debits_fen:
        reading.refuse("debits_total", 2, plain_yuan(head.debits_fen))
    if head.opening_fen + credits_fen - debits_fen != head.closing_fen:
        reading.refuse("balance_total", 2, plain_yuan(head.closing_fen))


def _amount(text: str, row: int, reading: Reading) -> int:
    match = _AMOUNT.fullmatch(text)
    if match is None:
        reading.refuse("bad_amount", row, text)
        return -1
    return int(match[1]) * 100 + int(match[2])


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _moment(text: str, timezone: dt.tzinfo) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(timezone) if moment.tzinfo is not None else None
