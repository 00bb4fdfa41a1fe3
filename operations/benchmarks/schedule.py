"""How fast the schedule engine is beside the same rules written plainly with `Fraction`.

The plain version follows the README of the vectors line by line and takes no short cut but the language's
own; the tests hold the engine against it row by row.
"""

import calendar
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from lending.domain.schedule import build_schedule
from lending.domain.terms import Terms

PERIODS = 36
SECONDS = 1.5


class PlainRow(NamedTuple):
    """Hold one row of the plain version."""

    n: int
    due_on: dt.date
    principal_fen: int
    interest_fen: int
    fee_fen: int
    balance_fen: int
    kind: str


def run(seconds: float = SECONDS) -> dict[str, float]:
    """Time both versions on the same 36-period schedules and return their figures."""
    cases = _cases()
    for terms in cases:
        if [row[1:] for row in plain_schedule(terms)] != [
            (row.due_on, row.principal_fen, row.interest_fen, row.fee_fen, row.balance_fen, row.kind)
            for row in build_schedule(terms).rows
        ]:
            raise AssertionError("The two versions disagree; a race between them would mean nothing.")
    ours = _per_second(build_schedule, cases, seconds)
    plain = _per_second(plain_schedule, cases, seconds)
    return {
        "ours_per_second": round(ours, 1),
        "plain_per_second": round(plain, 1),
        "ratio": round(ours / plain, 2),
    }


def _cases() -> list[Terms]:
    return [
        Terms(
            principal_fen=1_234_567,
            annual_rate_ppm=108_000,
            method=method,
            periods=PERIODS,
            disbursed_on=dt.date(2026, 8, 31),
            day_count=day_count,
        )
        for method in ("equal_instalment", "equal_principal")
        for day_count in ("30/360", "act/365", "act/act")
    ]


def _per_second(build: Callable[[Terms], object], cases: list[Terms], seconds: float) -> float:
    built = 0
    started = time.perf_counter()
    while (passed := time.perf_counter() - started) < seconds:
        for terms in cases:
            build(terms)
        built += len(cases)
    return built / passed


def plain_schedule(terms: Terms) -> list[PlainRow]:
    """Return the schedule by the published rules, in fractions."""
    dues = [_due(terms, k) for k in range(1, terms.periods + 1)]
    starts = [terms.disbursed_on, *dues[:-1]]
    factors = [
        _factor(terms, k, start, due) for k, (start, due) in enumerate(zip(starts, dues, strict=True), 1)
    ]
    down = _round_to(Fraction(terms.principal_fen * terms.down_payment_ppm, 10**6), terms)
    financed = terms.principal_fen - down
    lines = _PLAIN[terms.method](terms, financed, factors)
    rows = []
    balance = terms.principal_fen
    if down:
        balance -= down
        rows.append(PlainRow(1, terms.disbursed_on, down, 0, 0, balance, "down_payment"))
    fee = _fee(terms, financed)
    for due, (principal, interest) in zip(dues[-len(lines) :], lines, strict=True):
        balance -= principal
        rows.append(PlainRow(len(rows) + 1, due, principal, interest, fee, balance, "instalment"))
    return rows


def _due(terms: Terms, k: int) -> dt.date:
    seed = terms.first_due_on or terms.disbursed_on
    units = (k - 1 if terms.first_due_on else k) * terms.period_every
    if terms.period_unit != "month":
        return seed + dt.timedelta(days=units * (7 if terms.period_unit == "week" else 1))
    months = seed.year * 12 + seed.month - 1 + units
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(seed.day, calendar.monthrange(year, month)[1]))


def _factor(terms: Terms, k: int, start: dt.date, due: dt.date) -> Fraction:
    rate = Fraction(terms.annual_rate_ppm, 10**6)
    if terms.day_count == "30/360":
        if k == 1 and terms.first_due_on:
            return rate * Fraction(_first_days(terms, due), 360)
        return rate * Fraction(
            {"month": 30, "week": 7, "day": 1}[terms.period_unit] * terms.period_every, 360
        )
    if terms.day_count != "act/act":
        return rate * Fraction((due - start).days, int(terms.day_count[4:]))
    share = Fraction(0)
    for year in range(start.year, due.year + 1):
        last_before = max(start, dt.date(year - 1, 12, 31) if year > 1 else start)
        days = (min(due, dt.date(year, 12, 31)) - last_before).days
        share += Fraction(days, 366 if calendar.isleap(year) else 365)
    return rate * share


def _first_days(terms: Terms, due: dt.date) -> int:
    start = terms.disbursed_on
    if terms.period_unit != "month":
        return (due - start).days
    months = (due.year - start.year) * 12 + due.month - start.month
    if due.day == min(start.day, calendar.monthrange(due.year, due.month)[1]):
        return months * 30
    first = min(start.day, 30)
    last = 30 if due.day == 31 and first == 30 else due.day
    return months * 30 + last - first


def _round(value: Fraction, rounding: str) -> int:
    whole, rest = divmod(abs(value), 1)
    if rounding == "up":
        away = rest > 0
    elif rounding == "half_up":
        away = rest >= Fraction(1, 2)
    else:
        away = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
    result = int(whole) + int(away)
    return -result if value < 0 else result


def _round_to(value: Fraction, terms: Terms, rounding: str | None = None) -> int:
    multiple = terms.instalment_multiple_fen
    return _round(value / multiple, rounding or terms.rounding) * multiple


def _fee(terms: Terms, financed: int) -> int:
    months = Fraction({"month": 30, "week": 7, "day": 1}[terms.period_unit] * terms.period_every, 30)
    if terms.method == "bullet":
        months *= terms.periods
    return _round(
        (Fraction(financed * terms.monthly_fee_ppm, 10**6) + terms.monthly_fee_fen) * months, terms.rounding
    )


def _plain_equal_instalment(terms: Terms, principal: int, factors: list[Fraction]) -> list[tuple[int, int]]:
    grace = terms.principal_grace_periods
    lines = [(0, _round(principal * factor, terms.rounding)) for factor in factors[:grace]]
    paying = factors[grace:]
    growth = Fraction(1)
    total = Fraction(1)
    for factor in paying:
        growth *= 1 + factor
    for factor in paying[1:]:
        total = total * (1 + factor) + 1
    instalment = _round_to(principal * growth / total, terms, terms.instalment_rounding)
    table = _plain_table(terms, principal, instalment, paying)
    count = len(paying)
    rounds = 3 if terms.level_last and count > 1 else 0
    for _ in range(rounds):
        difference = sum(table[-1]) - sum(table[-2])
        changed = instalment + _round_to(Fraction(difference, count), terms)
        if abs(difference) <= count // 2 or changed == instalment or changed <= 0:
            break
        rebuilt = _plain_table(terms, principal, changed, paying)
        if abs(sum(rebuilt[-1]) - sum(rebuilt[-2])) >= abs(difference):
            break
        instalment, table = changed, rebuilt
    return lines + table


def _plain_table(
    terms: Terms, balance: int, instalment: int, factors: list[Fraction]
) -> list[tuple[int, int]]:
    table = []
    carried = 0
    for factor in factors[:-1]:
        owed = _round(balance * factor, terms.rounding) + carried
        interest = min(owed, instalment)
        carried = owed - interest
        principal = min(instalment - interest, balance)
        balance -= principal
        table.append((principal, interest))
    return [*table, (balance, _round(balance * factors[-1], terms.rounding) + carried)]


def _plain_equal_principal(terms: Terms, principal: int, factors: list[Fraction]) -> list[tuple[int, int]]:
    grace = terms.principal_grace_periods
    each = _round(Fraction(principal, len(factors) - grace), terms.rounding)
    lines = []
    balance = principal
    for k, factor in enumerate(factors, 1):
        interest = _round(balance * factor, terms.rounding)
        part = balance if k == len(factors) else 0 if k <= grace else min(each, balance)
        balance -= part
        lines.append((part, interest))
    return lines


def _plain_interest_only(terms: Terms, principal: int, factors: list[Fraction]) -> list[tuple[int, int]]:
    last = len(factors)
    return [
        (principal if k == last else 0, _round(principal * factor, terms.rounding))
        for k, factor in enumerate(factors, 1)
    ]


def _plain_bullet(terms: Terms, principal: int, factors: list[Fraction]) -> list[tuple[int, int]]:
    return [(principal, _round(principal * sum(factors, Fraction(0)), terms.rounding))]


def _has_stub(terms: Terms) -> bool:
    if terms.first_due_on is None:
        return False
    return terms.first_due_on != _due(replace(terms, first_due_on=None), 1)


def _plain_flat(terms: Terms, principal: int, factors: list[Fraction]) -> list[tuple[int, int]]:
    count, grace = len(factors), terms.principal_grace_periods
    share = sum(factors, Fraction(0))
    if terms.period_unit == "month":
        period = Fraction(terms.annual_rate_ppm, 10**6) / 12 * terms.period_every
        share = factors[0] + period * (count - 1) if _has_stub(terms) else period * count
    total = _round(principal * share, terms.rounding)
    interest_each = _round(Fraction(total, count), terms.rounding)
    principal_each = _round_to(Fraction(principal, count - grace), terms)
    if terms.instalment_multiple_fen > 1:
        principal_each += _round_to(Fraction(interest_each), terms) - interest_each
    lines = []
    for k in range(1, count):
        part = min(principal_each, principal) if k > grace else 0
        interest = min(interest_each, total)
        principal -= part
        total -= interest
        lines.append((part, interest))
    return [*lines, (principal, total)]


_PLAIN: dict[str, Callable[[Terms, int, list[Fraction]], list[tuple[int, int]]]] = {
    "equal_instalment": _plain_equal_instalment,
    "equal_principal": _plain_equal_principal,
    "interest_only": _plain_interest_only,
    "bullet": _plain_bullet,
    "flat": _plain_flat,
}
