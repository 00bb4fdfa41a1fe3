"""What a loan was on a day, from its history: a table of days for each kind of story."""

import datetime as dt

import pytest

from risk.domain.classification import Watch
from risk.domain.loan_history import (
    DueRow,
    LoanHistory,
    LoanState,
    Standstill,
    Sum,
    days_late_before,
    state_on,
)
from tests.risk.domain.books import RULE

START = dt.date(2026, 1, 15)
FEBRUARY, MARCH, APRIL = (dt.date(2026, month, 15) for month in (2, 3, 4))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def row(due_on: dt.date, settled_on: dt.date | None = None, **values: object) -> DueRow:
    return DueRow(due_on, 1_000_00, START, settled_on=settled_on, **values)  # type: ignore[arg-type]


def tell(history: LoanHistory, text: str) -> tuple[str, int, int, str, int, str]:
    found: LoanState = state_on(history, day(text), RULE)
    since = f"{found.overdue_since_on:%m-%d}" if found.overdue_since_on else ""
    return (
        found.status,
        found.outstanding_fen // 100,
        found.overdue_fen // 100,
        since,
        found.bucket,
        found.five_class,
    )


# 3,000 lent; February half paid late and in full on 20 March; March unpaid until 1 June.
LATE = LoanHistory(
    3_000_00,
    START,
    repaid=[Sum(day("02-20"), 500_00), Sum(day("03-20"), 500_00), Sum(day("06-01"), 1_000_00)],
    rows=[
        row(FEBRUARY, day("03-20"), paid=[Sum(day("02-20"), 500_00), Sum(day("03-20"), 500_00)]),
        row(MARCH, day("06-01"), paid=[Sum(day("06-01"), 1_000_00)]),
    ],
)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("02-15", ("active", 3_000, 0, "", 0, "normal")),
        ("02-16", ("active", 3_000, 1_000, "02-15", 1, "special_mention")),
        ("02-20", ("active", 2_500, 500, "02-15", 1, "special_mention")),
        ("03-18", ("active", 2_500, 1_500, "02-15", 2, "special_mention")),
        ("03-20", ("active", 2_000, 1_000, "03-15", 1, "special_mention")),
        ("05-31", ("active", 2_000, 1_000, "03-15", 3, "special_mention")),
        ("06-01", ("active", 1_000, 0, "", 0, "normal")),
    ],
)
def test_a_late_loan_day_by_day(on: str, told: tuple[object, ...]) -> None:
    assert tell(LATE, on) == told


def test_what_was_written_off_and_recovered() -> None:
    history = LATE._replace(
        waived=[Sum(day("03-25"), 100_00)], written_off_on=day("04-01"), settled_on=day("08-01")
    )
    assert tell(history, "03-31") == ("active", 1_900, 1_000, "03-15", 1, "special_mention")
    assert tell(history, "04-01") == ("written_off", 1_900, 1_000, "03-15", 1, "loss")
    later = state_on(history, day("06-01"), RULE)
    assert (later.written_off_fen, later.recovered_fen, later.outstanding_fen) == (1_900_00, 1_000_00, 900_00)
    assert state_on(history, day("08-01"), RULE).status == "settled"


def test_while_the_bank_is_asked_or_the_goods_are_back_nothing_newly_counts_as_late() -> None:
    unpaid = LoanHistory(1_000_00, START, rows=[row(FEBRUARY)])
    asked = unpaid._replace(standstills=[Standstill(day("02-15"), day("02-18"))])
    assert [tell(asked, on)[3] for on in ("02-16", "02-17", "02-18")] == ["", "", "02-15"]
    # What was late before goes on being late.
    late = unpaid._replace(standstills=[Standstill(day("02-20"), None)])
    assert [tell(late, on)[3] for on in ("02-17", "02-25")] == ["02-15", "02-15"]


def test_a_restructure_ends_the_arrears_and_begins_a_watch() -> None:
    rows = [row(FEBRUARY, superseded_on=day("06-01")), row(MARCH, superseded_on=day("06-01"))]
    days = days_late_before(rows, day("06-01"))
    assert days == 106
    history = LoanHistory(
        2_000_00, START, rows=rows, watches=[Watch(day("06-01"), dt.date(2027, 6, 1), days)]
    )
    assert tell(history, "05-31") == ("active", 2_000, 2_000, "02-15", 4, "substandard")
    assert tell(history, "06-01") == ("active", 2_000, 0, "", 0, "substandard")
    assert state_on(history, dt.date(2027, 6, 2), RULE).five_class == "normal"
