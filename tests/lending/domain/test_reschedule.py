"""Redrawn schedules: a part paid early and a moved due day, to the fen for every method."""

import datetime as dt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lending.domain.reschedule import Choice, choices_of, move_due, prepay, restructure
from lending.domain.schedule import build_schedule
from lending.domain.settlement import OpenInstalment, settle
from lending.domain.terms import DayCount, Method, PeriodUnit, Terms, TermsError
from tests.lending.domain.strategies import terms

SHORTER, SMALLER = Choice.SHORTER_TERM, Choice.SMALLER_INSTALMENT


def _terms(**changes):
    values = {
        "principal_fen": 1_200_000,
        "annual_rate_ppm": 120_000,
        "method": "equal_instalment",
        "periods": 6,
        "disbursed_on": dt.date(2026, 1, 15),
        "monthly_fee_ppm": 600,
    }
    return Terms(**(values | changes))


def _open(schedule, paid=0):
    rows = [
        OpenInstalment(
            row.n,
            row.starts_on,
            row.due_on,
            row.principal_fen,
            row.interest_fen,
            row.fee_fen,
            row.days,
            row.carried_fen,
        )
        for row in schedule.instalments
    ]
    return rows[paid:]


def _plan(schedule):
    return [
        (row.due_on.isoformat(), row.principal_fen, row.interest_fen, row.fee_fen) for row in schedule.rows
    ]


def test_a_smaller_instalment_keeps_the_dates():
    drawn = _terms()
    # After the first instalment 10,049.42 is left: 12,000.00 less 2,070.58 less 120.00 interest.
    rows = _open(build_schedule(drawn), paid=1)
    owed_fen = sum(row.principal_fen for row in rows)
    paid = prepay(drawn, rows, principal_fen=400_000, on=dt.date(2026, 2, 25), choice=SMALLER)
    # Ten days on what was owed: 10,049.42 × 12 % × 10 / 360 = 33.498; of the fee of 7.20 ten days of thirty.
    assert (owed_fen, paid.interest_fen, paid.fee_fen, paid.total_fen) == (1_004_942, 3_350, 240, 403_590)
    assert _plan(paid.schedule) == [
        # 6,049.42 × 12 % × 20 / 360 = 40.33; the level payment is 6,089.75 × 1.01⁴ / 5.10100501 = 1,242.31.
        ("2026-03-15", 120_198, 4_033, 289),
        ("2026-04-15", 119_384, 4_847, 433),
        ("2026-05-15", 120_577, 3_654, 433),
        ("2026-06-15", 121_783, 2_448, 433),
        ("2026-07-15", 123_000, 1_230, 433),
    ]


def test_a_shorter_term_keeps_the_instalment():
    drawn = _terms()
    rows = _open(build_schedule(drawn), paid=1)
    paid = prepay(drawn, rows, principal_fen=400_000, on=dt.date(2026, 2, 25), choice=SHORTER)
    # The old instalment was 2,070.58; two of them would not do.
    assert _plan(paid.schedule) == [
        ("2026-03-15", 200_982, 4_033, 289),
        ("2026-04-15", 200_975, 4_040, 433),
        ("2026-05-15", 202_985, 2_030, 433),
    ]


@pytest.mark.parametrize(
    "method, periods, principal_fen, choice, plan",
    [
        (
            "equal_principal",
            5,
            360_000,
            SMALLER,
            [
                ("2026-03-15", 150_000, 4_000, 300),
                ("2026-04-15", 150_000, 4_500, 450),
                ("2026-05-15", 150_000, 3_000, 450),
                ("2026-06-15", 150_000, 1_500, 450),
            ],
        ),
        (
            "equal_principal",
            5,
            360_000,
            SHORTER,
            [
                ("2026-03-15", 200_000, 4_000, 300),
                ("2026-04-15", 200_000, 4_000, 450),
                ("2026-05-15", 200_000, 2_000, 450),
            ],
        ),
        (
            "interest_only",
            4,
            400_000,
            SMALLER,
            [
                ("2026-03-15", 0, 5_333, 320),
                ("2026-04-15", 0, 8_000, 480),
                ("2026-05-15", 800_000, 8_000, 480),
            ],
        ),
    ],
)
def test_other_methods_follow_what_is_left(method, periods, principal_fen, choice, plan):
    drawn = _terms(method=method, periods=periods)
    rows = _open(build_schedule(drawn), paid=1)
    paid = prepay(drawn, rows, principal_fen=principal_fen, on=dt.date(2026, 2, 25), choice=choice)
    assert _plan(paid.schedule) == plan


def test_a_bullet_has_one_end():
    drawn = _terms(method="bullet", periods=3, monthly_fee_ppm=0)
    rows = _open(build_schedule(drawn))
    paid = prepay(drawn, rows, principal_fen=300_000, on=dt.date(2026, 1, 25), choice=SMALLER)
    # 12,000.00 × 12 % × 10 / 360 = 40.00, then 9,000.00 × 12 % × 80 / 360 = 240.00.
    assert (paid.interest_fen, _plan(paid.schedule)) == (4_000, [("2026-04-15", 900_000, 24_000, 0)])


def test_a_day_of_the_month_that_was_clamped_comes_back():
    drawn = _terms(disbursed_on=dt.date(2026, 1, 31), method="equal_principal")
    rows = _open(build_schedule(drawn), paid=1)
    paid = prepay(drawn, rows, principal_fen=100_000, on=dt.date(2026, 3, 10), choice=SMALLER)
    dates = ["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31"]
    assert [row[0] for row in _plan(paid.schedule)] == dates
    # 28 February to 10 March is twelve days by the bond rule, and the period keeps thirty.
    assert (paid.days, paid.schedule.rows[0].days) == (12, 18)


def test_on_the_day_a_period_begins_nothing_is_used():
    drawn = _terms()
    rows = _open(build_schedule(drawn), paid=1)
    paid = prepay(drawn, rows, principal_fen=400_000, on=dt.date(2026, 2, 15), choice=SMALLER)
    assert (paid.interest_fen, paid.fee_fen, paid.days, paid.total_fen) == (0, 0, 0, 400_000)
    assert paid.schedule.rows[0].days == 30


def test_the_early_fee_is_on_the_part_that_is_early():
    drawn = _terms()
    rows = _open(build_schedule(drawn))
    paid = prepay(
        drawn, rows, principal_fen=400_000, on=dt.date(2026, 1, 25), choice=SMALLER, early_fee_ppm=10_000
    )
    assert paid.early_fee_fen == 4_000


def test_ten_days_later_cost_ten_days_of_interest():
    drawn = _terms(method="interest_only")
    rows = _open(build_schedule(drawn), paid=1)
    moved = move_due(drawn, rows, dt.date(2026, 3, 25))
    # 12,000.00 × 12 % × 40 / 360 = 160.00 instead of 120.00.
    assert [row[:3] for row in _plan(moved)] == [
        ("2026-03-25", 0, 16_000),
        ("2026-04-25", 0, 12_000),
        ("2026-05-25", 0, 12_000),
        ("2026-06-25", 0, 12_000),
        ("2026-07-25", 1_200_000, 12_000),
    ]
    assert [row.fee_fen for row in moved.rows] == [row.fee_fen for row in rows]
    earlier = move_due(drawn, rows, dt.date(2026, 3, 5))
    assert (earlier.rows[0].interest_fen, earlier.rows[0].days) == (8_000, 20)


def test_a_date_that_does_not_move_changes_nothing():
    for method in ("equal_instalment", "equal_principal", "interest_only", "bullet"):
        drawn = _terms(method=method, disbursed_on=dt.date(2026, 1, 31))
        schedule = build_schedule(drawn)
        same = move_due(drawn, _open(schedule), schedule.rows[0].due_on)
        assert _plan(same) == _plan(schedule)
        assert [row.days for row in same.rows] == [row.days for row in schedule.rows]


@pytest.mark.parametrize(
    "changes, paid_fen, on",
    [
        ({"method": "flat"}, 100, "2026-01-20"),
        ({}, 0, "2026-01-20"),
        ({}, 1_200_000, "2026-01-20"),
        ({}, 100, "2026-01-14"),
        ({}, 100, "2026-02-15"),
    ],
)
def test_refuses_what_is_no_part_payment(changes, paid_fen, on):
    drawn = _terms(**changes)
    with pytest.raises(ValueError, match=r"\."):
        prepay(
            drawn,
            _open(build_schedule(drawn)),
            principal_fen=paid_fen,
            on=dt.date.fromisoformat(on),
            choice=SMALLER,
        )


def test_refuses_an_instalment_that_was_begun():
    drawn = _terms()
    first, *rest = _open(build_schedule(drawn))
    rows = [first._replace(paid_interest_fen=1), *rest]
    with pytest.raises(ValueError, match="begun"):
        prepay(drawn, rows, principal_fen=100, on=dt.date(2026, 1, 20), choice=SMALLER)
    with pytest.raises(ValueError, match="begun"):
        move_due(drawn, rows, dt.date(2026, 2, 20))


@pytest.mark.parametrize("method", ["interest_only", "bullet"])
def test_one_payment_of_principal_has_no_shorter_term(method):
    drawn = _terms(method=method)
    assert choices_of(method) == [SMALLER]
    with pytest.raises(ValueError, match="choice"):
        prepay(
            drawn,
            _open(build_schedule(drawn)),
            principal_fen=100,
            on=dt.date(2026, 1, 20),
            choice=SHORTER,
        )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_parts_sum_to_the_whole_and_closing_the_same_day_owes_the_rest(data):
    drawn = data.draw(terms(max_periods=18, down_payment_ppm=0, rounding="half_up"))
    assume(drawn.method != Method.FLAT and drawn.principal_fen > 1)
    schedule = build_schedule(drawn)
    rows = _open(schedule, paid=data.draw(st.integers(0, len(schedule.rows) - 1)))
    owed_fen = sum(row.principal_fen for row in rows)
    assume(owed_fen > 1 and rows[0].due_on > rows[0].starts_on)
    on = rows[0].starts_on + dt.timedelta(
        days=data.draw(st.integers(0, (rows[0].due_on - rows[0].starts_on).days - 1))
    )
    principal_fen = data.draw(st.integers(1, owed_fen - 1))
    choice = data.draw(st.sampled_from(choices_of(drawn.method)))
    paid = prepay(drawn, rows, principal_fen=principal_fen, on=on, choice=choice)
    assert paid.total_fen == principal_fen + paid.interest_fen + paid.fee_fen
    assert sum(row.principal_fen for row in paid.schedule.rows) == owed_fen - principal_fen
    assert all(min(row.principal_fen, row.interest_fen, row.fee_fen) >= 0 for row in paid.schedule.rows)
    assert len(paid.schedule.rows) <= len(rows)
    # As a settlement of the same day counts it, and the settlement after it owes the principal left and no more.
    assert paid.interest_fen == settle(drawn, rows, on).interest_fen
    after = settle(paid.schedule.terms, _open(paid.schedule), on)
    assert after.total_fen == after.principal_fen == owed_fen - principal_fen
    assert Terms.from_dict(paid.schedule.terms.to_dict()) == paid.schedule.terms
    # Less principal never bears more interest; each row rounds by itself.
    interest_fen = paid.interest_fen + paid.schedule.total_interest_fen
    if drawn.method != Method.EQUAL_INSTALMENT:
        assert interest_fen <= sum(row.interest_fen for row in rows) + len(rows) + 1


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_moved_day_keeps_principal_and_fees(data):
    drawn = data.draw(
        terms(max_periods=18, down_payment_ppm=0, period_unit=PeriodUnit.MONTH, first_due_on=None)
    )
    assume(drawn.method != Method.FLAT)
    schedule = build_schedule(drawn)
    assume(not any(row.carried_fen for row in schedule.rows))
    rows = _open(schedule, paid=data.draw(st.integers(0, len(schedule.rows) - 1)))
    offset = data.draw(st.integers(-15, 15))
    moved = move_due(drawn, rows, rows[0].due_on + dt.timedelta(days=offset))
    assert sum(row.principal_fen for row in moved.rows) == sum(row.principal_fen for row in rows)
    assert [row.fee_fen for row in moved.rows] == [row.fee_fen for row in rows]
    first, was = moved.rows[0], rows[0]
    if drawn.day_count != DayCount.THIRTY_360:
        assert first.days - was.days == offset
    elif offset >= 0:
        assert first.days >= was.days
    assert (offset < 0) or first.interest_fen >= was.interest_fen or drawn.rounding != "half_up"


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"due_day": 15}, "no_first_due"),
        ({"due_day": 0, "first_due_on": dt.date(2026, 2, 15)}, "out_of_range"),
        ({"due_day": 16, "first_due_on": dt.date(2026, 2, 15)}, "due_day_elsewhere"),
        ({"first_days": 5, "first_due_on": dt.date(2026, 2, 15), "day_count": "act/365"}, "days_are_counted"),
        ({"fee_fen": 1.5, "first_due_on": dt.date(2026, 2, 15)}, "not_an_integer"),
    ],
)
def test_refuses_redrawn_terms_that_contradict_themselves(changes, code):
    with pytest.raises(TermsError) as refused:
        _terms(**changes)
    assert refused.value.code == code


def test_older_terms_read_as_they_always_did():
    assert not {"due_day", "first_days", "fee_fen", "first_fee_fen"} & _terms().to_dict().keys()


def test_a_holiday_asks_for_interest_only_and_the_fees_are_spread():
    drawn = _terms(method="equal_principal", periods=3)
    rows = _open(build_schedule(drawn), paid=1)
    given_time = restructure(drawn, rows, on=dt.date(2026, 2, 25), extra_periods=2, holiday_periods=2)
    # 8,000.00 × 12 % × 20 / 360; of two fees of 7.20 the ten days used are paid before: 12.00 over four rows.
    assert _plan(given_time) == [
        ("2026-03-15", 0, 5_333, 300),
        ("2026-04-15", 0, 8_000, 300),
        ("2026-05-15", 400_000, 8_000, 300),
        ("2026-06-15", 400_000, 4_000, 300),
    ]


@pytest.mark.parametrize(
    "method, paid, rows",
    [
        # 8,039.73 × 6 % × 20 / 360 = 26.80; twenty days, then a month at 0.5 %.
        ("equal_instalment", 1, [(401_652, 2_680), (402_321, 2_012)]),
        ("equal_principal", 1, [(400_000, 2_667), (400_000, 2_000)]),
        ("interest_only", 1, [(0, 4_000), (1_200_000, 6_000)]),
        # Fifty days are left of the whole: 12,000.00 × 6 % × 50 / 360.
        ("bullet", 0, [(1_200_000, 10_000)]),
    ],
)
def test_a_lower_rate_holds_for_the_days_to_come(method, paid, rows):
    drawn = _terms(method=method, periods=3, monthly_fee_ppm=0)
    open_rows, on = _open(build_schedule(drawn), paid=paid), dt.date(2026, 2, 25)
    lower = restructure(drawn, open_rows, on=on, extra_periods=0, annual_rate_ppm=60_000)
    assert [(row.principal_fen, row.interest_fen) for row in lower.rows] == rows
    assert [row.due_on for row in lower.rows] == [row.due_on for row in open_rows]
    # What was used until then is owed at the rate until then, and closing the same day owes no more.
    used_days = 40 if method == "bullet" else 10
    owed_fen = sum(row.principal_fen for row in open_rows)
    assert settle(drawn, open_rows, on).interest_fen == round(owed_fen * 12 * used_days / 36_000)
    assert settle(lower.terms, _open(lower), on).interest_fen == 0
    free = restructure(drawn, open_rows, on=on, extra_periods=0, annual_rate_ppm=0)
    assert (free.total_interest_fen, free.terms.annual_rate_ppm) == (0, 0)
    for rate_ppm in (120_000, 130_000, -1):
        with pytest.raises(ValueError, match="lowered"):
            restructure(drawn, open_rows, on=on, extra_periods=0, annual_rate_ppm=rate_ppm)


def test_overdue_principal_joins_and_a_loan_after_its_end_starts_with_the_next_due_day():
    drawn = _terms(method="equal_principal", periods=3, disbursed_on=dt.date(2025, 11, 30), monthly_fee_ppm=0)
    rows = _open(build_schedule(drawn))
    part_paid = [rows[0]._replace(paid_principal_fen=100_000), *rows[1:]]
    given_time = restructure(drawn, part_paid, on=dt.date(2026, 3, 10), extra_periods=2)
    assert [(row.due_on.isoformat(), row.principal_fen) for row in given_time.rows] == [
        ("2026-04-30", 550_000),
        ("2026-05-30", 550_000),
    ]
    # 10 March to 30 April is fifty days under 30/360: 11,000.00 × 12 % × 50 / 360.
    assert given_time.rows[0].interest_fen == 18_333


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_restructure_keeps_every_fen_of_principal_and_fees(data):
    drawn = data.draw(
        terms(max_periods=18, down_payment_ppm=0, period_unit=PeriodUnit.MONTH, rounding="half_up")
    )
    assume(drawn.method != Method.FLAT)
    schedule = build_schedule(drawn)
    rows = _open(schedule, paid=data.draw(st.integers(0, len(schedule.rows) - 1)))
    assume(any(row.principal_fen for row in rows))
    on = rows[0].starts_on + dt.timedelta(days=data.draw(st.integers(0, 900)))
    extra = data.draw(st.integers(1, 12))
    holiday = 0 if drawn.method in ("interest_only", "bullet") else data.draw(st.integers(0, extra - 1))
    lowered = (
        data.draw(st.none() | st.integers(0, drawn.annual_rate_ppm - 1)) if drawn.annual_rate_ppm else None
    )
    given_time = restructure(
        drawn, rows, on=on, extra_periods=extra, holiday_periods=holiday, annual_rate_ppm=lowered
    )
    assert sum(row.principal_fen for row in given_time.rows) == sum(row.principal_fen for row in rows)
    ahead = [row for row in rows if row.due_on > on]
    used_fen = settle(drawn, ahead, on).fee_fen if ahead else 0
    assert given_time.total_fee_fen == sum(row.fee_fen for row in ahead) - used_fen
    assert all(row.principal_fen == 0 for row in given_time.rows[:holiday])
    assert min(row.due_on for row in given_time.rows) > on
