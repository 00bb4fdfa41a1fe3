"""Schedules: what falls due when, to the fen.

Everything is exact until the one rounding of each amount. The rate of a period is `numerator / scale` with
one scale for the whole schedule, so the hot path is integer arithmetic only; a `Fraction` would reduce by a
greatest common divisor at every step. Rules: the README of the published vectors.
"""

import datetime as dt
from itertools import chain, repeat
from math import gcd
from typing import NamedTuple

from finance.domain.money import PPM, divide, divide_to_multiple
from lending.domain.amortise import Table, repay
from lending.domain.day_counts import UNIT_DAYS, spans
from lending.domain.due_dates import due_dates
from lending.domain.terms import Method, Terms, TermsError

INSTALMENT = "instalment"
DOWN_PAYMENT = "down_payment"


class Row(NamedTuple):
    """Hold one due row and what explains its amounts.

    Interest is `base_fen × rate_num / rate_den`, rounded, plus `carried_fen` that earlier instalments were
    too small to pay; under `flat` the base is the financed principal and the interest an even part of the
    whole term's. `days` are the days of the period under the day count.
    """

    n: int
    starts_on: dt.date
    due_on: dt.date
    principal_fen: int
    interest_fen: int
    fee_fen: int
    balance_fen: int
    kind: str
    base_fen: int
    days: int
    rate_num: int
    rate_den: int
    carried_fen: int

    @property
    def total_fen(self) -> int:
        """Return what the row asks for in all."""
        return self.principal_fen + self.interest_fen + self.fee_fen


class Schedule(NamedTuple):
    """Hold the rows of a loan with its terms; `financed_fen` is what remains after the down payment."""

    terms: Terms
    rows: tuple[Row, ...]
    financed_fen: int
    down_payment_fen: int

    @property
    def instalments(self) -> tuple[Row, ...]:
        """Return the rows a lender is paid by: all but the down payment."""
        return self.rows[1:] if self.down_payment_fen else self.rows

    @property
    def total_interest_fen(self) -> int:
        """Return the interest of the whole term."""
        return sum(row.interest_fen for row in self.rows)

    @property
    def total_fee_fen(self) -> int:
        """Return the fees of the whole term."""
        return sum(row.fee_fen for row in self.rows)


def build_schedule(terms: Terms) -> Schedule:
    """Return the schedule of the terms.

    Refuses, as `TermsError`, terms without a sensible schedule: a down payment that leaves nothing, a
    multiple no instalment can keep, a term beyond the calendar.
    """
    down_payment_fen = _down_payment(terms)
    financed_fen = terms.principal_fen - down_payment_fen
    dues = due_dates(terms)
    days, shares, base = spans(terms, dues)
    if terms.method == Method.BULLET:
        dues, days, shares = dues[-1:], [sum(days)], [sum(shares)]
    rates, scale = _rates(terms, shares, base)
    table = repay(terms, financed_fen, rates, scale)
    rows = _rows(terms, down_payment_fen, dues, days, rates, scale, table)
    return Schedule(terms, rows, financed_fen, down_payment_fen)


def without_interest(schedule: Schedule) -> Schedule:
    """Return what is left of a schedule for a borrower whose interest somebody else pays."""
    return schedule._replace(rows=tuple(row._replace(interest_fen=0) for row in schedule.rows))


def _down_payment(terms: Terms) -> int:
    down_payment_fen = divide_to_multiple(
        terms.principal_fen * terms.down_payment_ppm, PPM, terms.instalment_multiple_fen, terms.rounding
    )
    if down_payment_fen >= terms.principal_fen:
        raise TermsError("nothing_to_finance", "down_payment_ppm", "leaves nothing to be financed.")
    return down_payment_fen


def _rates(terms: Terms, shares: list[int], base: int) -> tuple[list[int], int]:
    """Return each period's rate as a numerator over one scale, both as small as they can be."""
    scale = PPM * base
    annual = terms.annual_rate_ppm
    common = gcd(scale, *[annual * share for share in set(shares)])
    return [annual * share // common for share in shares], scale // common


def _fee(terms: Terms, financed_fen: int) -> int:
    """Return the service fee of each row: a month's fee on the financed principal for each month of the
    period.

    Fees fall due with the instalments and nothing is taken from the principal (RULES `no.upfront`). A week or
    a day is 7 or 1 thirtieths of a month. A bullet owes the whole term's fees at its end.
    """
    if terms.fee_fen is not None:
        return terms.fee_fen
    month = financed_fen * terms.monthly_fee_ppm + terms.monthly_fee_fen * PPM
    if not month:
        return 0
    thirtieths = UNIT_DAYS[terms.period_unit] * terms.period_every
    periods = terms.periods if terms.method == Method.BULLET else 1
    return divide(month * thirtieths * periods, 30 * PPM, terms.rounding)


def _rows(
    terms: Terms,
    down_payment_fen: int,
    dues: list[dt.date],
    days: list[int],
    rates: list[int],
    scale: int,
    table: Table,
) -> tuple[Row, ...]:
    start, total, count = terms.disbursed_on, terms.principal_fen, len(dues)
    financed = total - down_payment_fen
    balances = [financed]
    for principal in table.principal:
        balances.append(balances[-1] - principal)
    fee_fen = _fee(terms, financed)
    fees = repeat(fee_fen) if terms.first_fee_fen is None else chain((terms.first_fee_fen,), repeat(fee_fen))
    first = 2 if down_payment_fen else 1
    columns = zip(
        range(first, first + count),
        [start, *dues[:-1]],
        dues,
        table.principal,
        table.interest,
        fees,
        balances[1:],
        repeat(INSTALMENT),
        repeat(financed) if terms.method == Method.FLAT else balances,
        days,
        rates,
        repeat(scale),
        table.carried,
        strict=False,  # some columns never end
    )
    rows = tuple(map(Row._make, columns))
    if not down_payment_fen:
        return rows
    down = Row(1, start, start, down_payment_fen, 0, 0, financed, DOWN_PAYMENT, total, 0, 0, 1, 0)
    return (down, *rows)
