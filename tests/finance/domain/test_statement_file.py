"""The custodian's statement file: read whole or refused with every reason by its name."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from finance.domain.statement_file import BankLine, Fault, read_statement, write_statement

SHANGHAI = ZoneInfo("Asia/Shanghai")
FILE = """account,day,opening,closing,lines,credits,debits
FENQI-CUSTODY,2026-11-23,1000.00,1200.00,2,300.00,100.00
bank_number,at,direction,amount,reference,counterparty
BK1,2026-11-23T10:00:00+08:00,in,300.00,DP1,李*
BK2,2026-11-23T03:00:00+00:00,out,100.00,,
"""


def read(text: str | bytes):
    content = text if isinstance(text, bytes) else text.encode()
    return read_statement(content, account="FENQI-CUSTODY", timezone=SHANGHAI)


def test_a_sound_file_is_read_and_written_again_the_same():
    statement = read(FILE).statement
    assert (statement.day, statement.opening_fen, statement.closing_fen) == (
        dt.date(2026, 11, 23),
        1000_00,
        1200_00,
    )
    assert (statement.credits_fen, statement.debits_fen) == (300_00, 100_00)
    assert statement.lines[1] == BankLine(
        "BK2", dt.datetime(2026, 11, 23, 11, tzinfo=SHANGHAI), -1, 100_00, "", ""
    )
    assert write_statement(statement) == FILE.replace("T03:00:00+00:00", "T11:00:00+08:00")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("FENQI-CUSTODY", "OTHER", Fault("wrong_account", 2, "OTHER")),
        ("2026-11-23,1000", "2026-11-31,1000", Fault("bad_day", 2, "2026-11-31")),
        ("2026-11-23,1000", "20261123,1000", Fault("bad_day", 2, "20261123")),
        (",2,300", ",3,300", Fault("line_count", 2, "3")),
        (",2,300", ",two,300", Fault("bad_count", 2, "two")),
        ("2,300.00", "2,300.01", Fault("credits_total", 2, "300.01")),
        (",100.00\nbank", ",99.99\nbank", Fault("debits_total", 2, "99.99")),
        ("1200.00", "1200.01", Fault("balance_total", 2, "1200.01")),
        ("in,300.00", "in,300.0", Fault("bad_amount", 4, "300.0")),
        ("in,300.00", "in,-300.00", Fault("bad_amount", 4, "-300.00")),
        ("in,300.00", "in,\uff13\uff10\uff10.00", Fault("bad_amount", 4, "\uff13\uff10\uff10.00")),
        ("in,300.00", "in,0.00", Fault("bad_amount", 4, "0.00")),
        (",in,", ",both,", Fault("bad_direction", 4, "both")),
        ("BK1", "=BK1", Fault("bad_number", 4, "=BK1")),
        ("DP1", "D P1", Fault("bad_reference", 4, "D P1")),
        ("李*", "@SUM(A1)", Fault("bad_counterparty", 4, "@SUM(A1)")),
        ("10:00:00+08:00", "10:00:00", Fault("bad_time", 4, "2026-11-23T10:00:00")),
        (",DP1,", ",", Fault("wrong_columns", 4)),
        ("direction", "way", Fault("wrong_columns", 3, "bank_number,at,way,amount,reference,counterparty")),
        ("account,", "konto,", Fault("wrong_head", 1, "konto,day,opening,closing,lines,credits,debits")),
    ],
)
def test_each_fault_has_its_name_and_row(old, new, fault):
    reading = read(FILE.replace(old, new, 1))
    assert reading.statement is None
    assert reading.faults == [fault]


@pytest.mark.parametrize(
    ("content", "code"), [(b"\xff\xfe", "not_csv"), (b"", "no_head"), (b"a\nb\n", "no_head")]
)
def test_what_is_no_statement_at_all_is_refused(content, code):
    assert [fault.code for fault in read(content).faults] == [code]


def test_all_faults_are_named_at_once_and_the_day_is_kept():
    reading = read(FILE.replace("in,300.00", "in,3").replace("BK2", "B K"))
    assert [(fault.code, fault.row) for fault in reading.faults] == [("bad_amount", 4), ("bad_number", 5)]
    assert reading.day == dt.date(2026, 11, 23)
