"""Schedules against published tables, a plain fraction version, and what must always hold."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from lending.domain.schedule import build_schedule
from lending.domain.terms import Terms, TermsError
from operations.benchmarks.schedule import plain_schedule
from tests.lending.domain.strategies import terms

VECTORS = Path(__file__).parents[2] / "vectors"
SHARED = Path(__file__).parents[4] / "shared" / "vectors"
PUBLISHED = json.loads((VECTORS / "schedules.json").read_text())


def _terms(**changes):
    values = {
        "principal_fen": 1_200_000,
        "annual_rate_ppm": 120_000,
        "method": "equal_instalment",
        "periods": 3,
        "disbursed_on": dt.date(2026, 1, 15),
    }
    return Terms(**(values | changes))


def _amounts(terms):
    return [(row.principal_fen, row.interest_fen, row.balance_fen) for row in build_schedule(terms).rows]


def _published_row(row):
    found = {
        "n": row.n,
        "due_on": row.due_on.isoformat(),
        "principal_fen": row.principal_fen,
        "interest_fen": row.interest_fen,
        "balance_fen": row.balance_fen,
    }
    return found | ({"kind": row.kind} if row.kind == "down_payment" else {})


def _published(schedule):
    return [_published_row(row) for row in schedule.rows]


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case["id"])
def test_published_table_comes_out_to_the_fen(case):
    rows = build_schedule(Terms.from_dict(case["terms"])).rows
    assert [_published_row(row) for row in rows] == case["rows"]


def test_the_copies_of_the_published_figures_are_the_originals():
    if not SHARED.exists():
        pytest.skip("The originals are not beside this clone; the copies in tests/vectors stand alone.")
    for name in ("schedules.json", "rates.json"):
        assert json.loads((VECTORS / name).read_text()) == json.loads((SHARED / name).read_text())


@pytest.mark.parametrize(
    "changes, amounts",
    [
        # 12,000.00 at 1 % a month. A = 12,000 × 0.01 / (1 - 1.01⁻³) = 4,080.2653…
        ({}, [(396_027, 12_000, 803_973), (399_987, 8_040, 403_986), (403_986, 4_040, 0)]),
        (
            {"method": "equal_principal"},
            [(400_000, 12_000, 800_000), (400_000, 8_000, 400_000), (400_000, 4_000, 0)],
        ),
        (
            {"method": "interest_only"},
            [(0, 12_000, 1_200_000), (0, 12_000, 1_200_000), (1_200_000, 12_000, 0)],
        ),
        ({"method": "bullet"}, [(1_200_000, 36_000, 0)]),
        (
            {"method": "flat"},
            [(400_000, 12_000, 800_000), (400_000, 12_000, 400_000), (400_000, 12_000, 0)],
        ),
        # Two months' grace: interest only, then one instalment with everything.
        (
            {"principal_grace_periods": 2},
            [(0, 12_000, 1_200_000), (0, 12_000, 1_200_000), (1_200_000, 12_000, 0)],
        ),
        (
            {"method": "equal_principal", "principal_grace_periods": 1},
            [(0, 12_000, 1_200_000), (600_000, 12_000, 600_000), (600_000, 6_000, 0)],
        ),
        (
            {"method": "flat", "principal_grace_periods": 1},
            [(0, 12_000, 1_200_000), (600_000, 12_000, 600_000), (600_000, 12_000, 0)],
        ),
        (
            {"method": "equal_principal", "instalment_multiple_fen": 500_000},
            [(400_000, 12_000, 800_000), (400_000, 8_000, 400_000), (400_000, 4_000, 0)],
        ),
        # No interest: even parts, the last takes the rest.
        (
            {"annual_rate_ppm": 0, "principal_fen": 100_000},
            [(33_333, 0, 66_667), (33_333, 0, 33_334), (33_334, 0, 0)],
        ),
        # The annuity rounded up to the cent, interest half up: how marketplace lenders quote.
        (
            {"instalment_rounding": "up"},
            [(396_027, 12_000, 803_973), (399_987, 8_040, 403_986), (403_986, 4_040, 0)],
        ),
    ],
)
def test_each_method_by_hand(changes, amounts):
    assert _amounts(_terms(**changes)) == amounts


FLAT = {
    "principal_fen": 1_000_000,
    "method": "flat",
    "periods": 12,
    "disbursed_on": dt.date(2024, 1, 15),
    "day_count": "act/360",
}


@pytest.mark.parametrize(
    "changes, interest_fen",
    [
        ({}, 120_000),
        # The natural date says nothing new, clamped to the month's end too.
        ({"first_due_on": dt.date(2024, 2, 15)}, 120_000),
        ({"disbursed_on": dt.date(2024, 1, 31), "first_due_on": dt.date(2024, 2, 29)}, 120_000),
        ({"period_every": 3, "periods": 4, "first_due_on": dt.date(2024, 4, 15)}, 120_000),
        # Eleven months, and 45 days: 110,000 + 1,000,000 × 0.12 × 45 / 360.
        ({"first_due_on": dt.date(2024, 2, 29)}, 125_000),
        ({"first_due_on": dt.date(2024, 2, 29), "day_count": "act/365"}, 124_795),
        ({"first_due_on": dt.date(2024, 2, 29), "day_count": "30/360"}, 124_667),
        ({"first_due_on": dt.date(2024, 1, 22)}, 112_333),
        # Three quarters, and two months of 60 days.
        ({"period_every": 3, "periods": 4, "first_due_on": dt.date(2024, 3, 15)}, 110_000),
        # Weeks count by their days.
        ({"period_unit": "week", "first_due_on": dt.date(2024, 1, 22)}, 28_000),
    ],
)
def test_flat_interest_counts_days_only_in_a_first_period_with_a_date_of_its_own(changes, interest_fen):
    assert build_schedule(_terms(**FLAT | changes)).total_interest_fen == interest_fen


def test_a_natural_first_due_date_changes_no_row():
    with_date = build_schedule(_terms(**FLAT, first_due_on=dt.date(2024, 2, 15)))
    assert _published(with_date) == _published(build_schedule(_terms(**FLAT)))


def test_actual_days_drive_interest_only():
    # 31, 28 and 31 days at 12 % over 365: 12,000 × 0.12 × 31 / 365 = 122.301…
    rows = build_schedule(_terms(method="interest_only", day_count="act/365")).rows
    assert [(row.days, row.interest_fen) for row in rows] == [(31, 12_230), (28, 11_047), (31, 12_230)]


def test_bullet_rounds_once_over_the_whole_term():
    rows = build_schedule(_terms(method="bullet", day_count="act/365", principal_fen=100_001)).rows
    # 90 days: 1,000.01 × 0.12 × 90 / 365 = 29.58933…
    assert [(row.n, row.due_on, row.days, row.interest_fen) for row in rows] == [
        (1, dt.date(2026, 4, 15), 90, 2_959)
    ]


def test_bullet_over_new_year_counts_each_day_by_its_own_year():
    rows = build_schedule(
        _terms(
            method="bullet", day_count="act/act", disbursed_on=dt.date(2023, 12, 1), principal_fen=10_000_000
        )
    ).rows
    # 30 days of 2023 over 365 and 61 of 2024 over 366: 100,000 × 0.12 × (30/365 + 61/366).
    assert rows[0].interest_fen == 298_630


def test_interest_above_the_instalment_is_carried_to_the_next():
    # A long first period: 12,000 × 24 % × 380 / 360 is more than one instalment of four.
    rows = build_schedule(
        _terms(
            annual_rate_ppm=240_000,
            principal_fen=1_200_000,
            periods=40,
            first_due_on=dt.date(2027, 2, 5),
        )
    ).rows
    assert rows[0].principal_fen == 0
    assert rows[0].balance_fen == 1_200_000
    assert rows[1].carried_fen == 1_200_000 * 24 * 380 // 36_000 - rows[0].interest_fen
    assert rows[-1].balance_fen == 0


def test_down_payment_bears_no_interest_and_comes_first():
    schedule = build_schedule(_terms(down_payment_ppm=250_000, method="equal_principal"))
    assert schedule.down_payment_fen == 300_000
    assert schedule.financed_fen == 900_000
    assert [(row.n, row.kind, row.due_on, row.principal_fen, row.interest_fen) for row in schedule.rows] == [
        (1, "down_payment", dt.date(2026, 1, 15), 300_000, 0),
        (2, "instalment", dt.date(2026, 2, 15), 300_000, 9_000),
        (3, "instalment", dt.date(2026, 3, 15), 300_000, 6_000),
        (4, "instalment", dt.date(2026, 4, 15), 300_000, 3_000),
    ]
    assert [row.n for row in schedule.instalments] == [2, 3, 4]


@pytest.mark.parametrize(
    "changes, fees",
    [
        ({"monthly_fee_ppm": 5_000}, [6_000, 6_000, 6_000]),
        ({"monthly_fee_fen": 990}, [990, 990, 990]),
        ({"monthly_fee_ppm": 5_000, "monthly_fee_fen": 990}, [6_990, 6_990, 6_990]),
        ({"monthly_fee_ppm": 5_000, "period_every": 3}, [18_000, 18_000, 18_000]),
        ({"monthly_fee_ppm": 5_000, "method": "bullet"}, [18_000]),
        ({"monthly_fee_fen": 990, "period_unit": "week", "period_every": 2}, [462, 462, 462]),
        ({"monthly_fee_ppm": 5_000, "down_payment_ppm": 250_000}, [0, 4_500, 4_500, 4_500]),
    ],
)
def test_fees_fall_due_with_the_instalments(changes, fees):
    schedule = build_schedule(_terms(**changes))
    assert [row.fee_fen for row in schedule.rows] == fees
    assert schedule.total_fee_fen == sum(fees)


def test_first_due_date_sets_the_seed_and_its_period_counts_by_days():
    rows = build_schedule(_terms(first_due_on=dt.date(2026, 3, 1), method="interest_only")).rows
    assert [row.due_on for row in rows] == [dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 5, 1)]
    # 15 January to 1 March is 46 days of 360.
    assert [(row.days, row.interest_fen) for row in rows] == [(46, 18_400), (30, 12_000), (30, 12_000)]


def test_first_due_date_a_period_on_changes_nothing():
    assert _amounts(_terms(first_due_on=dt.date(2026, 2, 15))) == _amounts(_terms())


def test_rows_explain_their_interest():
    for row in build_schedule(_terms(periods=24, day_count="act/act")).rows:
        exact = row.base_fen * row.rate_num * 2 + row.rate_den
        assert row.interest_fen == exact // (2 * row.rate_den) + row.carried_fen


@pytest.mark.parametrize(
    "changes, code, field",
    [
        ({"principal_fen": 100, "down_payment_ppm": 999_999}, "nothing_to_finance", "down_payment_ppm"),
        (
            {"down_payment_ppm": 500_000, "instalment_multiple_fen": 1_200_000},
            "nothing_to_finance",
            "down_payment_ppm",
        ),
        (
            {"principal_fen": 100_000, "instalment_multiple_fen": 100_000},
            "multiple_too_large",
            "instalment_multiple_fen",
        ),
        (
            {"principal_fen": 100_000, "instalment_multiple_fen": 100_000, "method": "flat"},
            "multiple_too_large",
            "instalment_multiple_fen",
        ),
        ({"disbursed_on": dt.date(9999, 11, 30)}, "beyond_calendar", "periods"),
        (
            {"disbursed_on": dt.date(9999, 12, 1), "period_unit": "week", "period_every": 4},
            "beyond_calendar",
            "periods",
        ),
    ],
)
def test_refuses_terms_without_a_sensible_schedule(changes, code, field):
    with pytest.raises(TermsError) as refusal:
        build_schedule(_terms(**changes))
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_runs_to_the_last_day_of_the_calendar():
    rows = build_schedule(_terms(disbursed_on=dt.date(9999, 9, 30), first_due_on=dt.date(9999, 10, 31))).rows
    assert [row.due_on.isoformat() for row in rows] == ["9999-10-31", "9999-11-30", "9999-12-31"]


def test_a_loan_too_small_for_its_periods_ends_early_and_never_below_zero():
    assert _amounts(_terms(principal_fen=2, annual_rate_ppm=0, method="equal_principal"))[-1] == (0, 0, 0)
    assert _amounts(_terms(principal_fen=2, annual_rate_ppm=0, rounding="up")) == [
        (1, 0, 1),
        (1, 0, 0),
        (0, 0, 0),
    ]


def test_the_largest_loan_stays_exact():
    schedule = build_schedule(_terms(principal_fen=10**15, periods=1_200, annual_rate_ppm=10**7))
    assert sum(row.principal_fen for row in schedule.rows) == 10**15
    assert schedule.rows[-1].balance_fen == 0


def _check_always_true(schedule):
    terms = schedule.terms
    balance = terms.principal_fen
    due_on = terms.disbursed_on
    for n, row in enumerate(schedule.rows, start=1):
        assert row.n == n
        assert min(row.principal_fen, row.interest_fen, row.fee_fen, row.balance_fen, row.carried_fen) >= 0
        balance -= row.principal_fen
        assert row.balance_fen == balance
        assert row.due_on > due_on or (row.kind == "down_payment" and row.due_on == due_on)
        due_on = row.due_on
    assert balance == 0
    assert len(schedule.instalments) == (1 if terms.method == "bullet" else terms.periods)
    if terms.annual_rate_ppm == 0:
        assert schedule.total_interest_fen == 0


@settings(max_examples=150, deadline=None)
@given(terms())
def test_principal_always_sums_to_the_whole(drawn):
    _check_always_true(build_schedule(drawn))


@settings(max_examples=150, deadline=None)
@given(terms(multiples=(1, 10, 100, 2_000, 10_000)))
def test_engine_equals_the_plain_fraction_version(drawn):
    try:
        schedule = build_schedule(drawn)
    except TermsError:
        event("refused")
        return
    _check_always_true(schedule)
    assert [
        (row.n, row.due_on, row.principal_fen, row.interest_fen, row.fee_fen, row.balance_fen, row.kind)
        for row in schedule.rows
    ] == [tuple(row) for row in plain_schedule(drawn)]


@settings(max_examples=60, deadline=None)
@given(
    terms(method="equal_instalment", level_last=True, principal_grace_periods=0, rounding="half_even"),
    st.data(),
)
def test_levelling_never_makes_the_last_instalment_stand_out_more(drawn, data):
    if drawn.periods == 1:
        return
    plain = build_schedule(Terms.from_dict(drawn.to_dict() | {"level_last": False})).instalments
    levelled = build_schedule(drawn).instalments

    def difference(rows):
        return abs(
            rows[-1].principal_fen + rows[-1].interest_fen - rows[-2].principal_fen - rows[-2].interest_fen
        )

    assert difference(levelled) <= difference(plain)
