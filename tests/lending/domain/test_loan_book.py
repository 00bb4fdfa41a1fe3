"""Replaying a stranger's loans through the engine."""

from collections import Counter
from pathlib import Path

import pytest

from lending.domain.loan_book import replay
from lending.domain.loan_book_file import read_book

OWN = Path(__file__).parents[1] / "data" / "loan_book.csv"
SHARED = Path(__file__).parents[4] / "shared" / "data" / "lendingclub_2018q1_10000.csv"


@pytest.mark.parametrize(
    "position, payments, odd_days, reason",
    [
        (0, 3, 0, ""),
        (1, 4, -4, ""),
        (2, 2, 13, ""),
        (3, 0, 0, ""),
        (4, 3, 0, ""),
        (5, 3, 0, "The principal paid is off the plan of 3 instalments by 0.04."),
        (6, 3, 0, "The odd days are no whole number: 0.45."),
        (7, 3, 40, "The first period would be 40 days off a month."),
        (8, 0, 0, "The instalment is 386.83, the annuity 386.82."),
    ],
)
def test_replays_to_three_cents_and_whole_days_or_says_why(position, payments, odd_days, reason):
    assert replay(read_book(OWN.read_bytes()).rows[position]) == (payments, odd_days, reason)


def test_what_does_not_add_up_is_not_replayed():
    row = read_book(OWN.read_bytes()).rows[0]
    assert replay(row).reason == ""
    assert "balance is not the amount" in replay(row._replace(balance_fen=929_646)).reason
    unpaid = row._replace(
        balance_fen=1_000_000, paid_principal_fen=0, paid_interest_fen=500, paid_total_fen=500
    )
    assert replay(unpaid).reason == "5.00 were paid that no plan explains."


def test_a_loan_without_interest_replays_without_days():
    row = (
        read_book(OWN.read_bytes())
        .rows[0]
        ._replace(
            annual_rate_ppm=0,
            instalment_fen=27_778,
            paid_principal_fen=27_778 * 2,
            balance_fen=1_000_000 - 27_778 * 2,
            paid_interest_fen=0,
        )
    )
    assert replay(row) == (2, 0, "")
    assert replay(row._replace(paid_interest_fen=4)).reason == "0.04 were paid that no plan explains."


def test_ten_thousand_real_loans_replay():
    """LendingClub, January to March 2018 (openintro): at least 8,231 of the 9,375 current loans."""
    if not SHARED.exists():
        pytest.skip(f"NOT RUN: the ten thousand real loans are not at {SHARED}.")
    book = read_book(SHARED.read_bytes())
    assert (len(book.rows), book.unreadable) == (10_000, ())
    found = [replay(row) for row in book.rows if row.is_current]
    reasons = Counter(
        one.reason.partition(" paid" if "paid" in one.reason else ":")[0] for one in found if one.reason
    )
    assert len(found) == 9_375
    assert sum(not one.reason for one in found) == 8_238
    assert reasons["The odd days are no whole number"] == 304
