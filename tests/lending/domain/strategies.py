"""Terms of every kind for property tests."""

import datetime as dt

from hypothesis import strategies as st

from finance.domain.money import Rounding
from lending.domain.terms import DayCount, Method, PeriodUnit, Terms


@st.composite
def terms(draw, *, multiples=(1,), max_periods=40, **fixed):
    """Draw valid terms; keywords fix parameters."""
    periods = draw(st.integers(1, max_periods))
    disbursed_on = draw(st.dates(dt.date(1999, 1, 1), dt.date(2099, 12, 31)))
    down_payment_ppm = fixed.get("down_payment_ppm", draw(st.one_of(st.just(0), st.integers(0, 900_000))))
    values = {
        # A down payment of a few fen, rounded up, would be the whole price.
        "principal_fen": draw(st.integers(100 if down_payment_ppm else 1, 10**9)),
        "annual_rate_ppm": draw(st.one_of(st.just(0), st.integers(0, 10**6))),
        "method": draw(st.sampled_from(list(Method))),
        "periods": periods,
        "disbursed_on": disbursed_on,
        "period_unit": draw(st.sampled_from(list(PeriodUnit))),
        "period_every": draw(st.integers(1, 13)),
        "day_count": draw(st.sampled_from(list(DayCount))),
        "rounding": draw(st.sampled_from(list(Rounding))),
        "instalment_rounding": draw(st.sampled_from([None, *Rounding])),
        "level_last": draw(st.booleans()),
        "principal_grace_periods": draw(st.integers(0, periods - 1)),
        "down_payment_ppm": down_payment_ppm,
        "instalment_multiple_fen": draw(st.sampled_from(multiples)),
        "monthly_fee_ppm": draw(st.one_of(st.just(0), st.integers(0, 50_000))),
        "monthly_fee_fen": draw(st.one_of(st.just(0), st.integers(0, 10_000))),
        "first_due_on": draw(
            st.one_of(st.none(), st.integers(1, 800).map(lambda days: disbursed_on + dt.timedelta(days=days)))
        ),
    }
    return Terms(**(values | fixed))
