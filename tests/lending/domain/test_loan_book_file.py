"""Reading a loan book's file: one bad line costs one loan and no more."""

import datetime as dt
from pathlib import Path

import pytest

from lending.domain.loan_book_file import COLUMNS, BookError, read_book

BOOK = (Path(__file__).parents[1] / "data" / "loan_book.csv").read_bytes()
HEADER, FIRST, *_ = BOOK.split(b"\n")
GOOD = dict(zip(HEADER.decode().split(","), FIRST.decode().split(","), strict=True))


def _file(*lines, header=HEADER):
    return b"\n".join([header, *lines]) + b"\n"


def _line(**changes):
    return ",".join((GOOD | changes).values()).encode()


def test_reads_every_loan_of_a_book():
    book = read_book(BOOK)
    assert (book.row_count, book.unreadable) == (11, ())
    first, second, *_rest = book.rows
    assert (first.line, first.principal_fen, first.periods, first.annual_rate_ppm) == (
        2,
        1_000_000,
        36,
        119_900,
    )
    assert (first.instalment_fen, first.issued_on, first.grade, first.sub_grade) == (
        33_210,
        dt.date(2018, 2, 1),
        "B",
        "B2",
    )
    assert (first.balance_fen, first.paid_total_fen, first.paid_principal_fen) == (929_647, 99_630, 70_353)
    # A quoted comma in a column nobody reads moves nothing.
    assert second.paid_interest_fen == 143_117


def test_payment_sums_lose_their_parts_of_a_cent():
    paid = read_book(BOOK).rows[9]
    assert (paid.status, paid.paid_total_fen) == ("Fully Paid", 1_044_684)


def test_line_ends_marks_and_empty_lines_do_not_matter():
    crlf = b"\xef\xbb\xbf" + _file(_line(), b"", _line()).replace(b"\n", b"\r\n")
    book = read_book(crlf)
    assert [row.line for row in book.rows] == [2, 4]
    assert book.rows[0]._replace(line=0) == book.rows[1]._replace(line=0)


@pytest.mark.parametrize(
    "line, reason",
    [
        (b"", None),
        (b"\xff\xfe" + _line(), "It is not UTF-8 text."),
        (_line(loan_purpose="\0"), "It has a null character."),
        (_line(customer_note='"never closed'), "Its quotes do not match."),
        (_line() + b",7", "It has 16 fields where the header has 15."),
        (b"7", "It has 1 fields where the header has 15."),
        (_line(loan_amount=""), "loan_amount: '' is no plain number."),
        (_line(loan_amount="NaN"), "loan_amount: 'NaN' is no plain number."),
        (_line(loan_amount="inf"), "loan_amount: 'inf' is no plain number."),
        (_line(loan_amount="1e5"), "loan_amount: '1e5' is no plain number."),
        (_line(loan_amount="-5000"), "loan_amount: '-5000' is no plain number."),
        (_line(loan_amount="５０００"), "loan_amount: '５０００' is no plain number."),
        (_line(loan_amount="0"), "loan_amount is zero."),
        (_line(loan_amount="0.001"), "loan_amount: '0.001' has parts of a cent."),
        (_line(loan_amount="999999999999999"), "loan_amount is too large."),
        (_line(loan_amount="9" * 60), f"loan_amount: '{'9' * 40}…' is no plain number."),
        (_line(installment="0.00"), "installment is zero."),
        (_line(term="36.5"), "term: '36.5' is not from 1 to 1200."),
        (_line(term="0"), "term: '0' is not from 1 to 1200."),
        (_line(interest_rate="11.99999"), "interest_rate: '11.99999' is no percentage of this source."),
        (_line(interest_rate="1001"), "interest_rate: '1001' is no percentage of this source."),
        (_line(issue_month="Feb-18"), "issue_month: 'Feb-18' is no month such as Mar-2018."),
        (_line(issue_month="Foo-2018"), "issue_month: 'Foo-2018' is no month such as Mar-2018."),
        (_line(issue_month="Feb-0001"), "issue_month: 'Feb-0001' is no month such as Mar-2018."),
        (_line(loan_status="Paid?"), "loan_status: 'Paid?' is no status of this source."),
        (_line(grade="Best"), "grade: 'Best' is no grade."),
        (_line(loan_purpose="x" * 41), "loan_purpose is too long."),
        (_line(paid_total="-0.01"), "paid_total: '-0.01' is no plain number."),
        (_line(paid_interest="NaN"), "paid_interest: 'NaN' is no plain number."),
    ],
)
def test_a_bad_line_is_set_aside_and_its_neighbours_are_read(line, reason):
    book = read_book(_file(_line(), line, _line()))
    assert [row.line for row in book.rows] == [2, 4]
    assert [tuple(one) for one in book.unreadable] == ([(3, reason)] if reason else [])


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "The header lacks loan_amount, term"),
        (b"\n\n", "The header lacks"),
        (b"\x00\x01\x02", "The header cannot be read: It has a null character"),
        (b"\xff\xfeloan_amount", "The header cannot be read: It is not UTF-8 text"),
        (b'"loan_amount', "The header cannot be read: Its quotes do not match"),
        (HEADER + b"\n", "The file has a header and no loans"),
        (_file(_line(), header=HEADER.replace(b",term", b"")), "The header lacks term"),
        (_file(_line() + b",1", header=HEADER + b",term"), "The header names term twice"),
    ],
)
def test_refuses_a_file_that_is_no_book(content, message):
    with pytest.raises(BookError, match=message):
        read_book(content)


def test_every_column_is_needed():
    assert set(COLUMNS) < set(HEADER.decode().split(","))
    for column in COLUMNS:
        with pytest.raises(BookError, match=f"lacks {column}"):
            read_book(_file(_line(), header=HEADER.replace(column.encode(), b"other")))
