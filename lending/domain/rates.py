"""Rates: effective annual, periodic and nominal, from dated flows. The only room of the domain with floats.

A rate shown here never feeds an amount. A rate is given only where it is the one solution: flows without a
solution, or with several, get a reason instead of a number.
"""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

from lending.domain.day_counts import UNIT_DAYS, days_between
from lending.domain.schedule import Schedule
from lending.domain.terms import DayCount, Method, PeriodUnit, Terms

DAYS_A_YEAR = 365
PERIODS_A_YEAR: dict[str, int] = {PeriodUnit.MONTH: 12, PeriodUnit.WEEK: 52, PeriodUnit.DAY: 365}

# Beyond this the growth factor e^y no longer fits a float.
_WIDEST = 700.0
# Below this share of the flows' own size a net present value is zero as far as floats can tell.
_NOISE = 1e-13
_STEPS = 400
# How often flows may change sign before all zeros are sought; each change costs a level of derivatives.
_MOST_CHANGES = 16
# Where the proof of a single zero is tried: rates from -95 % to +5,000 %, as ln(1 + rate).
_PIVOTS = [0.0, *(y for k in range(1, 17) for y in (k / 4, -k / 5.5))]

NO_FLOWS = "There is nothing to balance: no flow is other than zero."
ALL_AT_ONCE = "All flows fall on one moment."
NO_SIGN_CHANGE = "The flows never change sign, so no rate balances them."
NO_SOLUTION = "No rate above -100 % balances the flows."
SEVERAL_SOLUTIONS = "More than one rate balances the flows."
OUT_OF_REACH = "The rate is too large to be written as a number."


# What a shown rate is, for the rooms that only pass it on.
RateValue = float


class Rate(NamedTuple):
    """Hold a rate, or the reason why there is none."""

    value: RateValue | None
    reason: str | None = None


class Flow(NamedTuple):
    """Hold an exact amount at an exact moment; what one unit of time is, the reader says."""

    t: Fraction | int
    amount: Fraction | int


def unique_rate(flows: Iterable[Flow], per: int = 1) -> Rate:
    """Return the one rate above -100 %, per so many units of time, at which the flows balance.

    Flows of one moment are added up exactly first, so that cents cannot leave a trace that looks like a sign.
    """
    amounts: dict[Fraction | int, Fraction | int] = {}
    for t, amount in flows:
        amounts[t] = amounts.get(t, 0) + amount
    moments = sorted(t for t, amount in amounts.items() if amount)
    if not moments:
        return Rate(None, NO_FLOWS)
    if len(moments) == 1:
        return Rate(None, ALL_AT_ONCE)
    # A common shift in time and a common factor change no zero; both keep the floats near one.
    origin = moments[0]
    times = [float(t - origin) / per for t in moments]
    exact = [float(amounts[t]) for t in moments]
    largest = max(map(abs, exact))
    coefficients = [amount / largest for amount in exact]
    found = _solve(coefficients, times)
    if isinstance(found, str):
        return Rate(None, found)
    if not sum(amounts.values()):
        # Nothing is borne: the one rate is zero, and floats would only come near it.
        return Rate(0.0)
    return Rate(math.expm1(found)) if abs(found) <= _WIDEST else Rate(None, OUT_OF_REACH)


def effective_annual_rate(flows: Iterable[tuple[dt.date, Fraction | int]]) -> Rate:
    """Return the rate a year of dated flows, days over 365 (the rule of the spreadsheets' XIRR)."""
    return unique_rate((Flow(on.toordinal(), amount) for on, amount in flows), per=DAYS_A_YEAR)


def periodic_rate(amounts: Sequence[Fraction | int]) -> Rate:
    """Return the rate a period of flows one period apart."""
    return unique_rate(Flow(k, amount) for k, amount in enumerate(amounts))


def nominal_rate(periodic: Rate, periods_per_year: Fraction | int) -> Rate:
    """Return the periodic rate × the periods of a year."""
    return periodic if periodic.value is None else Rate(periodic.value * float(periods_per_year))


def schedule_nominal_rate(schedule: Schedule) -> Rate:
    """Return the nominal annual rate of a schedule with every fee in: periodic rate × periods a year.

    A year has 12 months, 52 weeks or 365 days. A first period with a date of its own lasts its days over a
    regular one's. What the borrower gets is the financed principal; a down payment is no loan.
    """
    terms = schedule.terms
    moment = _first_period(terms)
    if terms.method == Method.BULLET:
        moment += terms.periods - 1
    flows = [Flow(0, schedule.financed_fen)]
    for row in schedule.instalments:
        flows.append(Flow(moment, -row.total_fen))
        moment += 1
    return nominal_rate(unique_rate(flows), Fraction(PERIODS_A_YEAR[terms.period_unit], terms.period_every))


def schedule_effective_rate(schedule: Schedule) -> Rate:
    """Return the effective annual rate of a schedule with every fee in, on its due dates."""
    paid = [(row.due_on, -row.total_fen) for row in schedule.instalments]
    return effective_annual_rate([(schedule.terms.disbursed_on, schedule.financed_fen), *paid])


def all_in_rate_ppm(schedule: Schedule) -> int | None:
    """Return the rate that the cap is tested on, in ppm a year rounded up, or None where there is none.

    RULES `rate.cap`: the periodic rate × the periods a year with every borrower fee in. The millionth is
    rounded up, so that a product one millionth over the cap is over it.
    """
    rate = schedule_nominal_rate(schedule).value
    # A millionth of a millionth is float noise, not a rate.
    return None if rate is None else math.ceil(rate * 1_000_000 - 1e-6)


def _first_period(terms: Terms) -> Fraction | int:
    if terms.first_due_on is None:
        return 1
    days = days_between(DayCount.THIRTY_360, terms.period_unit, terms.disbursed_on, terms.first_due_on)
    return Fraction(days, UNIT_DAYS[terms.period_unit] * terms.period_every)


def _sign_changes(coefficients: Sequence[float]) -> int:
    return sum((a > 0) != (b > 0) for a, b in pairwise(coefficients))


def _solve(coefficients: list[float], times: list[float]) -> float | str:
    """Return the only y at which Σ a·e^(-t·y) is zero, y = ln(1 + rate), or the reason why there is none.

    Such a sum has at most as many zeros as its coefficients change sign (Descartes' rule, which holds for
    real exponents too), so one change means exactly one rate. With more changes a cheap proof is tried, then
    all zeros are found; flows that change sign very often and resist the proof are refused rather than
    guessed.
    """
    changes = _sign_changes(coefficients)
    if changes == 0:
        return NO_SIGN_CHANGE
    if changes == 1 or _has_one_zero(coefficients, times):
        return _between(coefficients, times, -math.inf, math.inf)
    if changes > _MOST_CHANGES:
        return SEVERAL_SOLUTIONS
    zeros = _zeros(coefficients, times)
    if len(zeros) == 1:
        return zeros[0]
    return SEVERAL_SOLUTIONS if zeros else NO_SOLUTION


def _has_one_zero(coefficients: list[float], times: list[float]) -> bool:
    """Prove that there is exactly one zero, by running totals; False proves nothing.

    Above any pivot there are at most as many zeros as the running totals of the flows, discounted at the
    pivot, change sign (Norstrom's criterion, carried from zero to any rate and by reversal to the rates below
    it). A portfolio that reinvests changes sign hundreds of times and still passes here.
    """
    for pivot in _PIVOTS:
        shift = max(-times[0] * pivot, -times[-1] * pivot)
        present = [a * math.exp(-t * pivot - shift) for a, t in zip(coefficients, times, strict=True)]
        noise = _NOISE * sum(map(abs, present))
        above = [total for total in accumulate(present) if abs(total) > noise]
        below = [total for total in accumulate(reversed(present)) if abs(total) > noise]
        at_pivot = abs(sum(present)) <= noise
        if _sign_changes(above) + _sign_changes(below) + at_pivot == 1:
            return True
    return False


def _zeros(coefficients: list[float], times: list[float]) -> list[float]:
    """Return every y at which the sum is zero.

    Multiplying by e^(s·y), with s between two moments where the sign changes, moves no zero; differentiating
    then turns the coefficients into a·(s - t), which change sign once less. Between neighbouring zeros of
    that derivative the sum is monotonous, so a difference in sign there means exactly one zero, and none
    means none.
    """
    changes = [at for at, (a, b) in enumerate(pairwise(coefficients)) if (a > 0) != (b > 0)]
    if not changes:
        return []
    turning: list[float] = []
    if len(changes) > 1:
        middle = changes[len(changes) // 2]
        pivot = (times[middle] + times[middle + 1]) / 2
        turning = sorted(_zeros([a * (pivot - t) for a, t in zip(coefficients, times, strict=True)], times))
    signs = [_sign(coefficients, times, y) for y in (-math.inf, *turning, math.inf)]
    zeros = [y for y, sign in zip(turning, signs[1:-1], strict=True) if sign == 0]
    edges = pairwise([-math.inf, *turning, math.inf])
    for (left, right), (before, after) in zip(edges, pairwise(signs), strict=True):
        if before * after < 0:
            zeros.append(_between(coefficients, times, left, right))
    return zeros


def _sign(coefficients: Sequence[float], times: Sequence[float], y: float) -> int:
    """Return the sign of the sum at y, zero where floats cannot tell.

    Far to the left the last flow outweighs all others, far to the right the first one does.
    """
    if math.isinf(y):
        return 1 if coefficients[0 if y > 0 else -1] > 0 else -1
    shift = max(-times[0] * y, -times[-1] * y)
    terms = [a * math.exp(-t * y - shift) for a, t in zip(coefficients, times, strict=True)]
    value = math.fsum(terms)
    if abs(value) <= _NOISE * sum(map(abs, terms)):
        return 0
    return 1 if value > 0 else -1


def _between(coefficients: list[float], times: list[float], low: float, high: float) -> float:
    """Find the one zero between two points of different sign, either of which may be infinite."""
    before, after = _sign(coefficients, times, low), _sign(coefficients, times, high)
    start = high if math.isfinite(high) else low if math.isfinite(low) else 0.0
    step = 1.0
    while math.isinf(low):
        if _sign(coefficients, times, start - step) == before:
            low = start - step
        step *= 2
    step = 1.0
    while math.isinf(high):
        if _sign(coefficients, times, start + step) == after:
            high = start + step
        step *= 2
    return _refine(coefficients, times, low, high, before)


def _refine(coefficients: list[float], times: list[float], low: float, high: float, before: int) -> float:
    """Close in by Newton's steps; every eighth step halves the interval, for Newton alone crawls where the
    sum is steep."""
    y = 0.0 if low < 0.0 < high else (low + high) / 2
    step = math.inf
    for count in range(_STEPS):
        shift = max(-times[0] * y, -times[-1] * y)
        value = slope = 0.0
        for a, t in zip(coefficients, times, strict=True):
            term = a * math.exp(-t * y - shift)
            value += term
            slope -= t * term
        if value == 0.0:
            return y
        low, high = (y, high) if (value > 0) == (before > 0) else (low, y)
        guess = y - value / slope if slope else math.inf
        if not low < guess < high or count % 8 == 7:
            guess = (low + high) / 2
        last_step, step = step, abs(guess - y)
        y = guess
        # Once steps no longer shrink they are the noise of floats.
        if step <= 1e-15 * abs(y) or (step < 1e-10 and step >= last_step):
            break
    return y
