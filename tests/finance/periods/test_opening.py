"""The company's book opens once, by two persons, with two equal sides."""

import datetime as dt

import pytest

from accounts.errors import Refused
from finance.domain.pairing import pair_off
from finance.models import Entry, OpeningBalance
from finance.queries.daily_totals import movements
from finance.services.propose_opening_balance import propose_opening_balance
from tests.approvals import decide
from tests.closing import set_today
from tests.finance.periods.company_book import accountant, earn, manager

LAST_YEAR, TODAY = dt.date(2025, 12, 31), dt.date(2026, 1, 5)
AMOUNTS = {"1002": 700_00, "1221": 50_00, "2221": 30_00, "3001": 720_00, "3104": 0}


@pytest.fixture(autouse=True)
def books(db: None) -> None:
    set_today(TODAY)


def ask(amounts: dict[str, int], opens_on: dt.date = LAST_YEAR) -> OpeningBalance:
    return propose_opening_balance(
        opens_on=opens_on, amounts=amounts, reason="taken over", maker=accountant()
    )


def test_an_approved_opening_is_one_entry_on_its_day() -> None:
    row = decide(ask(AMOUNTS), manager())
    assert (row.status, row.entry.business_date, row.entry.kind) == (
        "posted",
        LAST_YEAR,
        "adjustment.opening",
    )
    assert {code: tuple(moved) for code, moved in movements(None, LAST_YEAR).items()} == {
        "1002": (700_00, 0),
        "1221": (50_00, 0),
        "2221": (0, 30_00),
        "3001": (0, 720_00),
    }
    assert row.entry.adjustment.reason == "taken over"


@pytest.mark.parametrize(
    "code, amounts, opens_on",
    [
        ("not_balanced", {"1002": 700_00, "3001": 699_99}, LAST_YEAR),
        ("bad_account", {"1003": 1, "3001": 1}, LAST_YEAR),
        ("bad_account", {"1002": 1, "4001": 1}, LAST_YEAR),
        ("bad_account", {"1001": 1, "3001": 1}, LAST_YEAR),
        ("nothing_to_open", {"1002": 0}, LAST_YEAR),
        ("day_to_come", AMOUNTS, TODAY + dt.timedelta(days=1)),
    ],
)
def test_refuses_what_opens_no_book(code: str, amounts: dict[str, int], opens_on: dt.date) -> None:
    with pytest.raises(Refused, match=code):
        ask(amounts, opens_on)
    assert not OpeningBalance.objects.exists()


def test_a_book_with_entries_is_opened_no_more() -> None:
    row = ask(AMOUNTS)
    earn(5)
    decide(row, manager())
    assert row.status == "dropped"
    assert Entry.objects.count() == 1
    with pytest.raises(Refused, match="book_not_empty"):
        propose_opening_balance(opens_on=LAST_YEAR, amounts=AMOUNTS, reason="r", maker=row.planned_by)


def test_two_sides_are_paired_to_the_fen() -> None:
    moves = pair_off({"1002": 7, "1221": 5}, {"2221": 3, "3001": 9})
    assert moves == [("1002", "2221", 3), ("1002", "3001", 4), ("1221", "3001", 5)]
    with pytest.raises(ValueError, match="differ"):
        pair_off({"1002": 7}, {"3001": 6})
