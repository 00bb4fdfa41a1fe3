"""Automatic investing: every limit, every reason, and turns that are fair to the fen."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lending.domain.auto_invest import Offered, Purse, Turn, Wishes, judge, share_out

TODAY = dt.date(2026, 11, 26)
WISHES = Wishes(
    grades=frozenset({"A", "B"}),
    lines=frozenset({"cash"}),
    periods_min=3,
    periods_max=12,
    rate_min_ppm=70_000,
    per_loan_fen=1_000_00,
    per_borrower_fen=2_000_00,
    keep_fen=500_00,
    total_fen=5_000_00,
    expires_on=dt.date(2026, 12, 31),
)
OFFERED = Offered("B", "cash", 12, 74_000, 8_000_00, 100_00, 100_00)
PURSE = Purse(10_000_00, 0, 0, 0, 0, 5_000_00, 50_000_00)


def test_bids_the_smallest_of_all_limits_in_whole_steps() -> None:
    assert judge(WISHES, OFFERED, PURSE, TODAY).room_fen == 1_000_00
    rooms = [
        (replace(PURSE, available_fen=1_250_00), OFFERED, 700_00),  # 750 after what is kept
        (replace(PURSE, lent_here_fen=400_00), OFFERED, 600_00),
        (replace(PURSE, lent_to_borrower_fen=1_700_00), OFFERED, 300_00),
        (replace(PURSE, lent_by_rule_fen=4_900_00), OFFERED, 100_00),
        (replace(PURSE, limit_per_loan_fen=650_00), OFFERED, 600_00),
        (replace(PURSE, lent_in_all_fen=49_800_00), OFFERED, 200_00),
        (PURSE, replace(OFFERED, left_fen=500_00), 500_00),
    ]
    for purse, offered, room_fen in rooms:
        assert judge(WISHES, offered, purse, TODAY).room_fen == room_fen


@pytest.mark.parametrize(
    ("code", "offered", "purse"),
    [
        ("grade", replace(OFFERED, grade="C"), PURSE),
        ("line", replace(OFFERED, line="goods"), PURSE),
        ("too_short", replace(OFFERED, periods=1), PURSE),
        ("too_long", replace(OFFERED, periods=24), PURSE),
        ("rate", replace(OFFERED, rate_ppm=69_999), PURSE),
        ("own_loan", OFFERED, replace(PURSE, is_own_loan=True)),
        ("bid_already", OFFERED, replace(PURSE, has_bid_here=True)),
        ("listing_left", replace(OFFERED, left_fen=0), PURSE),
        ("per_loan", OFFERED, replace(PURSE, lent_here_fen=950_00)),
        ("per_borrower", OFFERED, replace(PURSE, lent_to_borrower_fen=1_901_00)),
        ("rule_total", OFFERED, replace(PURSE, lent_by_rule_fen=4_901_00)),
        ("type_total", OFFERED, replace(PURSE, lent_in_all_fen=50_000_00)),
        ("money", OFFERED, replace(PURSE, available_fen=599_99)),
    ],
)
def test_names_the_one_reason_and_bids_nothing(code: str, offered: Offered, purse: Purse) -> None:
    verdict = judge(WISHES, offered, purse, TODAY)
    assert ([reason.code for reason in verdict.reasons], verdict.room_fen) == ([code], 0)


def test_names_every_reason_at_once() -> None:
    verdict = judge(WISHES, replace(OFFERED, grade="D", periods=24, rate_ppm=1), PURSE, dt.date(2027, 1, 1))
    assert [reason.code for reason in verdict.reasons] == ["expired", "grade", "too_long", "rate"]


def test_the_last_day_still_counts() -> None:
    assert judge(WISHES, OFFERED, PURSE, WISHES.expires_on).matches
    assert not judge(WISHES, OFFERED, PURSE, WISHES.expires_on + dt.timedelta(days=1)).matches


def test_gives_a_lot_a_round_and_names_the_last_served_last() -> None:
    turns = [Turn(1, 5_000_00), Turn(2, 500_00), Turn(3, 5_000_00)]
    # Rounds: 1, 2, 3 get 500 each; then 1 and 3; the last 300 goes to 1.
    assert share_out(2_800_00, 500_00, 100_00, turns) == [(2, 500_00), (3, 1_000_00), (1, 1_300_00)]


def test_a_listing_smaller_than_the_queue_reaches_only_the_first() -> None:
    turns = [Turn(n, 1_000_00) for n in range(1, 6)]
    assert share_out(1_000_00, 500_00, 100_00, turns) == [(1, 500_00), (2, 500_00)]
    assert share_out(0, 500_00, 100_00, turns) == []


STEPS = st.integers(min_value=0, max_value=80).map(lambda steps: steps * 100_00)


@given(STEPS, st.lists(STEPS, max_size=12), st.integers(min_value=1, max_value=9))
def test_shares_are_whole_within_limits_and_no_further_apart_than_a_lot(
    left_fen: int, rooms: list[int], lots: int
) -> None:
    lot_fen = lots * 100_00
    turns = [Turn(n, room) for n, room in enumerate(rooms)]
    given_fen = dict(share_out(left_fen, lot_fen, 100_00, turns))
    assert sum(given_fen.values()) == min(left_fen, sum(rooms))
    assert all(0 < fen <= rooms[n] and fen % 100_00 == 0 for n, fen in given_fen.items())
    # Whoever still has room got at most one lot less than anybody else.
    hungry = [
        given_fen.get(turn.rule_id, 0) for turn in turns if given_fen.get(turn.rule_id, 0) < turn.room_fen
    ]
    if hungry and given_fen:
        assert max(given_fen.values()) - min(hungry) <= lot_fen
