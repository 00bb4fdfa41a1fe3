"""How good signals were, against a table worked out by hand and a base rate counted loan by loan."""

import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from risk.domain.hit_rates import BaseRate, LoanCourse, Period, Raised, hit_rate, hit_rates


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


PERIOD = Period(day("01-01"), day("04-30"), 30)
# Loan 1 is bad on March 1, loan 4 on March 20; loan 3 is repaid on February 10; loan 5 comes on February 15.
COURSES = {
    1: LoanCourse(1, day("01-01"), day("03-01"), None),
    2: LoanCourse(2, day("01-01"), None, None),
    3: LoanCourse(3, day("01-01"), None, day("02-10")),
    4: LoanCourse(4, day("01-01"), day("03-20"), None),
    5: LoanCourse(5, day("02-15"), None, None),
}
DEBITS, LINKED = ("DEBITS", 1), ("LINKED", 2)
RAISED = [
    # Too early for loan 4, which goes bad 69 days later; 0 of the 4 loans of the book do within 30 days.
    Raised(DEBITS, day("01-10"), (4,)),
    # Right: 19 days before. Of the 3 loans of the book that day (loan 3 has just gone) 1 goes bad in time.
    Raised(DEBITS, day("02-10"), (1,)),
    Raised(DEBITS, day("02-10"), (2,), is_false_alarm=True),
    # Both of the borrower's loans go bad, after 4 and 23 days; of the 4 loans of the book 2 do.
    Raised(LINKED, day("02-25"), (1, 4)),
    # Too late: loan 1 is bad already.
    Raised(DEBITS, day("03-05"), (1,)),
    # Too young on April 30.
    Raised(DEBITS, day("04-10"), (5,)),
]


def test_hit_rates_worked_out_by_hand() -> None:
    found = hit_rates(RAISED, COURSES, PERIOD)
    debits, linked = found[DEBITS], found[LINKED]
    assert (debits.raised, debits.late, debits.young, debits.false_alarms) == (5, 1, 1, 1)
    # 3 loans followed, 1 of them bad; the book would have given 0/4 + 1/3 + 1/3.
    assert (debits.covered, debits.followed, debits.expected) == (3, 1, Fraction(2, 3))
    assert (debits.precision_ppm, debits.base_ppm, debits.lift_ppm) == (333_333, 222_222, 1_500_000)
    assert (debits.bad, debits.caught, debits.recall_ppm, debits.median_lead_days) == (2, 1, 500_000, 19)
    assert (linked.covered, linked.followed, linked.expected) == (2, 2, Fraction(1))
    assert (linked.precision_ppm, linked.base_ppm, linked.lift_ppm) == (1_000_000, 500_000, 2_000_000)
    assert (linked.recall_ppm, linked.median_lead_days) == (1_000_000, 13)
    whole = hit_rate(RAISED, COURSES, PERIOD)
    assert (whole.raised, whole.covered, whole.followed, whole.lift_ppm) == (6, 5, 3, 1_800_000)
    # The first signal counts: 19 days for loan 1, 23 for loan 4.
    assert (whole.caught, whole.bad, whole.median_lead_days) == (2, 2, 21)


def test_signals_of_before_the_period_count_for_what_they_announced() -> None:
    later = Period(day("03-01"), day("04-30"), 30)
    found = hit_rate(RAISED, COURSES, later)
    assert (found.raised, found.late, found.young, found.covered) == (2, 1, 1, 0)
    assert (found.precision_ppm, found.base_ppm, found.lift_ppm) == (None, None, None)
    assert (found.bad, found.caught, found.median_lead_days) == (2, 2, 21)
    assert hit_rate([], {}, later).recall_ppm is None


DAYS = st.integers(0, 60)


@st.composite
def courses(draw: st.DrawFn) -> LoanCourse:
    start = draw(DAYS)
    bad = draw(st.none() | st.integers(start + 1, 90))
    ended = draw(st.none() | st.integers((bad or start) + 1, 120))
    at = [None if one is None else day("01-01") + dt.timedelta(days=one) for one in (start, bad, ended)]
    return LoanCourse(0, *at)  # type: ignore[arg-type]


@given(st.lists(courses(), max_size=12), DAYS, st.integers(1, 40))
def test_the_base_rate_is_that_of_counting_every_loan(
    loans: list[LoanCourse], offset: int, follow: int
) -> None:
    on = day("01-01") + dt.timedelta(days=offset)
    covered = [loan for loan in loans if loan.is_covered_on(on)]
    bad = sum(loan.goes_bad_after(on, follow) for loan in covered)
    assert BaseRate(loans, follow).on(on) == (Fraction(bad, len(covered)) if covered else 0)
