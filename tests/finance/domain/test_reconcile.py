"""The match of a day: each kind of difference is found, named, and no other."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.domain.planted_errors import plant
from finance.domain.reconcile import (
    Break,
    BreakKind,
    Known,
    LedgerDay,
    Movement,
    Verdict,
    compare_loan_book,
    match_statement,
)
from finance.domain.statement_file import BankLine, StatementFile

DAY = dt.date(2026, 11, 23)
CHINA = dt.timezone(dt.timedelta(hours=8))


def line(number: str, signed_fen: int, reference: str = "", on: dt.date = DAY) -> BankLine:
    at = dt.datetime.combine(on, dt.time(10), CHINA)
    return BankLine(number, at, 1 if signed_fen > 0 else -1, abs(signed_fen), reference, "")


def statement(*lines: BankLine, opening_fen: int = 1000_00) -> StatementFile:
    moved_fen = sum(one.signed_fen for one in lines)
    return StatementFile("FENQI-CUSTODY", DAY, opening_fen, opening_fen + moved_fen, lines)


def movement(number: str, signed_fen: int, reference: str = "", on: dt.date = DAY) -> Movement:
    return Movement(f"JE-{number or reference}", number, on, signed_fen, reference)


def match(stated: StatementFile, *movements: Movement, elsewhere=(), opening_fen=1000_00, **known):
    ledger = LedgerDay(opening_fen, opening_fen + sum(one.signed_fen for one in movements), movements)
    return match_statement(stated, ledger, {one.subject: one for one in elsewhere}, Known(**known))


TWO = (line("BK1", 300_00, "DP1"), line("BK2", -100_00, "WD1"))
MOVED = (movement("BK1", 300_00, "DP1"), movement("BK2", -100_00, "WD1"))


def test_a_day_that_agrees_has_no_break():
    found = match(statement(*TWO), *MOVED)
    assert found.is_clean
    assert found.verdicts == [Verdict.MATCHED, Verdict.MATCHED]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("missing", Break(BreakKind.MISSING_AT_BANK, "BK2", "WD1", 0, -100_00)),
        ("doubled", Break(BreakKind.DOUBLED, "BK2", "WD1", -100_00, 0)),
        ("one_fen", Break(BreakKind.AMOUNT_DIFFERS, "BK2", "WD1", -100_01, -100_00)),
        ("wrong_day", Break(BreakKind.WRONG_DAY, "BK2", "WD1", -100_00, -100_00)),
        ("unknown", Break(BreakKind.UNKNOWN_RECEIPT, "BX202611230003", "", 88_88, 0)),
        ("balance", Break(BreakKind.BALANCE_DIFFERS, "opening", "", 1000_01, 1000_00)),
    ],
)
def test_each_planted_error_is_found_and_named_and_nothing_else(error, expected):
    assert match(plant(statement(*TWO), error), *MOVED, orders={"DP1", "WD1"}).breaks == [expected]


def test_what_cannot_be_planted_is_refused():
    with pytest.raises(ValueError, match="no error"):
        plant(statement(), "missing")
    with pytest.raises(ValueError, match="no error"):
        plant(statement(*TWO), "nonsense")


def test_two_errors_of_one_fen_do_not_cancel():
    wrong = statement(replace(TWO[0], amount_fen=300_01), replace(TWO[1], amount_fen=100_01))
    assert [(one.subject, one.difference_fen) for one in match(wrong, *MOVED).breaks] == [
        ("BK1", 1),
        ("BK2", -1),
    ]


def test_a_known_order_without_an_entry_is_missing_in_the_ledger_unless_the_bank_still_has_it():
    alone = statement(TWO[1])
    [found] = match(alone, orders={"WD1"}).breaks
    assert (found.kind, found.difference_fen) == (BreakKind.MISSING_IN_LEDGER, -100_00)
    under_way = match(alone, orders={"WD1"}, in_transit={("WD1", -100_00)})
    assert (under_way.breaks, under_way.verdicts, under_way.in_transit_fen) == (
        [],
        [Verdict.IN_TRANSIT],
        -100_00,
    )
    one_fen_off = match(alone, orders={"WD1"}, in_transit={("WD1", -100_01)})
    assert [one.kind for one in one_fen_off.breaks] == [BreakKind.MISSING_IN_LEDGER]


def test_a_line_that_the_ledger_values_on_another_day_is_on_the_wrong_day_once():
    next_day = movement("BK1", 300_00, "DP1", on=DAY + dt.timedelta(days=1))
    [found] = match(statement(TWO[0]), elsewhere=[next_day]).breaks
    assert (found.kind, found.difference_fen) == (BreakKind.WRONG_DAY, 0)
    later = replace(statement(opening_fen=1300_00), day=next_day.on)
    assert match(later, next_day, other_days={"BK1"}, previous_closing_fen=1300_00).is_clean


def test_an_entry_made_by_hand_meets_the_line_whose_number_or_reference_it_names():
    fee = line("BK9", -5_00)
    by_hand = movement("", -5_00, "BK9")
    assert match(statement(fee), by_hand).is_clean
    kinds = [one.kind for one in match(statement(fee), movement("", -5_01, "BK9")).breaks]
    assert kinds == [BreakKind.MISSING_IN_LEDGER, BreakKind.MISSING_AT_BANK]


def test_an_opening_balance_may_go_on_from_the_statement_before():
    assert match(statement(opening_fen=999_99), previous_closing_fen=999_99).is_clean
    assert not match(statement(opening_fen=999_99), previous_closing_fen=999_98).is_clean


def test_the_loan_book_is_compared_figure_by_figure():
    assert compare_loan_book([("1301", 5, 5), ("2301", 5, 4)]) == [
        Break(BreakKind.LOAN_BOOK_DIFFERS, "2301", "", 5, 4)
    ]
