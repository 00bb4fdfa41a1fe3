"""Early settlement: what is owed on any date, and the sum behind every line."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lending.domain.schedule import build_schedule
from lending.domain.settlement import settle
from tests.lending.domain.open_instalments import make_terms, open_instalments
from tests.lending.domain.strategies import terms


def _figures(settlement):
    return (settlement.principal_fen, settlement.interest_fen, settlement.fee_fen, settlement.total_fen)


@pytest.mark.parametrize(
    "changes, paid, as_of, figures",
    [
        # On the day it is paid out nothing was used.
        ({}, 0, "2026-01-15", (1_200_000, 0, 0, 1_200_000)),
        # 12,000.00 × 12 % × 10 / 360 = 40.00
        ({}, 0, "2026-01-25", (1_200_000, 4_000, 0, 1_204_000)),
        # 31 January is 16 days on, and so is 1 February: 30 days are the month.
        ({}, 0, "2026-01-31", (1_200_000, 6_400, 0, 1_206_400)),
        ({}, 0, "2026-02-01", (1_200_000, 6_400, 0, 1_206_400)),
        # On the due date the instalment is due in full and the next period has not begun.
        ({}, 0, "2026-02-15", (1_200_000, 12_000, 0, 1_212_000)),
        # First instalment paid: 8,039.73 × 12 % × 10 / 360 = 26.799
        ({}, 1, "2026-02-25", (803_973, 2_680, 0, 806_653)),
        # First instalment unpaid: its interest in full, days of the second on what was not yet due.
        ({}, 0, "2026-02-25", (1_200_000, 14_680, 0, 1_214_680)),
        ({}, 0, "2026-04-15", (1_200_000, 24_080, 0, 1_224_080)),
        ({}, 0, "2026-12-31", (1_200_000, 24_080, 0, 1_224_080)),
        # Actual days: 12,000.00 × 12 % × 10 / 365 = 39.452
        ({"day_count": "act/365"}, 0, "2026-01-25", (1_200_000, 3_945, 0, 1_203_945)),
        # 等本等息: ten of the period's thirty days of its 120.00.
        ({"method": "flat"}, 0, "2026-01-25", (1_200_000, 4_000, 0, 1_204_000)),
        ({"method": "flat"}, 2, "2026-03-25", (400_000, 4_000, 0, 404_000)),
        # A bullet has one period, 69 days of it used.
        ({"method": "bullet"}, 0, "2026-03-24", (1_200_000, 27_600, 0, 1_227_600)),
        ({"method": "interest_only"}, 1, "2026-02-25", (1_200_000, 4_000, 0, 1_204_000)),
        ({"method": "equal_principal"}, 1, "2026-02-25", (800_000, 2_667, 0, 802_667)),
        # Fees by the days used as well: 10 of 30 days of 60.00.
        ({"monthly_fee_ppm": 5_000}, 0, "2026-01-25", (1_200_000, 4_000, 2_000, 1_206_000)),
        ({"monthly_fee_ppm": 5_000}, 0, "2026-02-15", (1_200_000, 12_000, 6_000, 1_218_000)),
    ],
)
def test_interest_runs_for_the_days_used(changes, paid, as_of, figures):
    terms = make_terms(**changes)
    assert (
        _figures(settle(terms, open_instalments(terms, paid=paid), dt.date.fromisoformat(as_of))) == figures
    )


def test_days_over_new_year_count_by_their_own_year():
    terms = make_terms(day_count="act/act", disbursed_on=dt.date(2023, 12, 12), principal_fen=100_000_000)
    # 19 days of 2023 and 5 of 2024: 1,000,000 × 12 % × (19/365 + 5/366).
    assert settle(terms, open_instalments(terms), dt.date(2024, 1, 5)).interest_fen == 788_592


def test_a_clamped_month_never_charges_more_than_its_period():
    terms = make_terms(disbursed_on=dt.date(2026, 1, 31), method="interest_only")
    # 28 February to 30 March is 32 days by the bond rule; the period has thirty.
    assert settle(terms, open_instalments(terms, paid=1), dt.date(2026, 3, 30)).interest_fen == 12_000


def test_early_fee_is_on_the_principal_not_yet_due():
    terms = make_terms()
    settlement = settle(terms, open_instalments(terms), dt.date(2026, 2, 20), early_fee_ppm=10_000)
    assert settlement.early_fee_fen == 8_040
    assert (
        settle(terms, open_instalments(terms), dt.date(2026, 4, 15), early_fee_ppm=10_000).early_fee_fen == 0
    )


def test_what_was_paid_ahead_is_taken_off():
    terms = make_terms(monthly_fee_ppm=5_000)
    rows = open_instalments(terms, paid_interest_fen=1_500, paid_principal_fen=200_000, paid_fee_fen=2_500)
    # 10,000.00 × 12 % × 10 / 360 = 33.33, 15.00 of it paid; the fee of ten days is paid already.
    settlement = settle(terms, rows, dt.date(2026, 1, 25))
    assert _figures(settlement) == (1_000_000, 1_833, 0, 1_001_833)
    assert [line.amount_fen for line in settlement.lines if line.code == "interest_paid_ahead"] == [-1_500]


def test_interest_paid_ahead_never_turns_into_a_debt_of_the_lenders():
    terms = make_terms()
    rows = open_instalments(terms, paid_interest_fen=12_000)
    assert settle(terms, rows, dt.date(2026, 1, 25)).interest_fen == 0


def test_carried_interest_was_earned_and_is_owed():
    terms = make_terms(annual_rate_ppm=240_000, periods=40, first_due_on=dt.date(2027, 2, 5))
    rows = open_instalments(terms, paid=1)
    assert rows[0].carried_fen > 0
    settlement = settle(terms, rows, dt.date(2027, 2, 6))
    # One day of 12,000.00 at 24 % is 8.00.
    assert settlement.interest_fen == rows[0].carried_fen + 800


def test_overdue_interest_and_dues_come_with_it():
    terms = make_terms()
    rows = open_instalments(terms, overdue_interest_fen=1_302, paid_interest_fen=2_000)
    settlement = settle(terms, rows, dt.date(2026, 2, 25))
    assert (settlement.interest_fen, settlement.overdue_interest_fen) == (12_680, 1_302)
    assert [(line.code, line.n, line.amount_fen) for line in settlement.lines] == [
        ("principal_due", 1, 396_027),
        ("interest_due", 1, 10_000),
        ("overdue_interest", 1, 1_302),
        ("principal_early", 2, 803_973),
        ("interest_used", 2, 2_680),
    ]
    assert sum(line.amount_fen for line in settlement.lines) == settlement.total_fen


def test_lines_carry_the_sum_behind_the_amount():
    terms = make_terms()
    used = settle(terms, open_instalments(terms), dt.date(2026, 1, 25)).lines[-1]
    assert (used.code, used.base_fen, used.rate_ppm, used.days, used.share, used.year_base) == (
        "interest_used",
        1_200_000,
        120_000,
        10,
        10,
        360,
    )


def test_refuses_a_date_before_the_disbursement():
    terms = make_terms()
    with pytest.raises(ValueError, match="before it is disbursed"):
        settle(terms, open_instalments(terms), dt.date(2026, 1, 14))


def test_nothing_open_is_nothing_owed():
    assert settle(make_terms(), [], dt.date(2026, 5, 1)).total_fen == 0


@settings(max_examples=100, deadline=None)
@given(terms(max_periods=12), st.integers(0, 4_000))
def test_settling_early_never_costs_more_than_waiting(drawn, days):
    schedule = build_schedule(drawn)
    as_of = drawn.disbursed_on + dt.timedelta(days=days)
    settlement = settle(drawn, open_instalments(drawn), as_of)
    due = [row for row in schedule.instalments if row.due_on <= as_of]
    assert settlement.principal_fen == schedule.financed_fen
    assert settlement.early_fee_fen == 0
    assert sum(row.interest_fen for row in due) <= settlement.interest_fen
    # Rounding of a last flat part or of a carried rest may differ by a fen from the plan's.
    assert settlement.interest_fen <= schedule.total_interest_fen + 1
    assert settlement.fee_fen <= schedule.total_fee_fen
    assert sum(line.amount_fen for line in settlement.lines) == settlement.total_fen
