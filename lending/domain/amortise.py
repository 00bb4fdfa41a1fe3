"""How each method repays: principal and interest of every period, in integers over one scale.

Each function takes the financed principal and the periods' rates over their common scale, and gives one
table, a column for each amount; the principals always sum to the whole and no balance is ever negative.
Columns and not rows, because a quote is computed at every key press and thirty-six small objects cost more
than their sums.
"""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from finance.domain.money import PPM, Rounding, divide, divide_to_multiple
from lending.domain.due_dates import add_months
from lending.domain.terms import Method, PeriodUnit, Terms, TermsError

LEVEL_ROUNDS = 3


class Table(NamedTuple):
    """Hold each period's principal and interest; `carried` is interest that earlier instalments left
    unpaid."""

    principal: list[int]
    interest: list[int]
    carried: list[int]


def repay(terms: Terms, principal_fen: int, rates: list[int], scale: int) -> Table:
    """Return the table of the terms' method."""
    return _METHODS[terms.method](terms, principal_fen, rates, scale)


def annuity(principal_fen: int, rates: list[int], scale: int) -> tuple[int, int]:
    """Return the exact level instalment as a numerator and a denominator.

    A = P·Π(1+fᵢ) / (1 + Σₖ₌₂ⁿ Πᵢ₌ₖⁿ(1+fᵢ)); the sum is built from its last term inward, and the powers of the
    scale cancel but for one.
    """
    first, rest = rates[0], rates[1:]
    if not any(rest):
        # Only the first period can bear interest: the sum is a count.
        return principal_fen * (scale + first), scale * len(rates)
    if rest.count(rest[0]) == len(rest):
        growth, unit = (scale + rest[0]) ** len(rest), scale ** len(rest)
        # 1 + (1+f) + … + (1+f)ⁿ⁻¹ over scaleⁿ⁻¹, as a geometric sum.
        total = (growth * (scale + rest[0]) - unit * scale) // rest[0]
        return principal_fen * (scale + first) * growth, scale * total
    growth, total, unit = scale + first, 1, 1
    for rate in rest:
        unit *= scale
        step = scale + rate
        growth *= step
        total = total * step + unit
    return principal_fen * growth, scale * total


def _interest(balances: list[int], rates: list[int], scale: int, rounding: str) -> list[int]:
    if rounding == Rounding.HALF_UP:
        # The usual rounding spelt out: this runs for every period of every quote.
        twice = 2 * scale
        return [(2 * balance * rate + scale) // twice for balance, rate in zip(balances, rates, strict=True)]
    return [divide(balance * rate, scale, rounding) for balance, rate in zip(balances, rates, strict=True)]


def _equal_instalment(terms: Terms, principal_fen: int, rates: list[int], scale: int) -> Table:
    grace = terms.principal_grace_periods
    paying = rates[grace:] if grace else rates
    instalment_fen = divide_to_multiple(
        *annuity(principal_fen, paying, scale),
        terms.instalment_multiple_fen,
        terms.instalment_rounding or terms.rounding,
    )
    table = _pay_down(principal_fen, instalment_fen, paying, scale, terms.rounding)
    if terms.level_last and len(paying) > 1:
        instalment_fen, table = _level(terms, principal_fen, instalment_fen, paying, scale, table)
    _check_multiple(terms, instalment_fen, len(paying))
    if not grace:
        return table
    waiting = _interest([principal_fen] * grace, rates[:grace], scale, terms.rounding)
    none = [0] * grace
    return Table(none + table.principal, waiting + table.interest, none + table.carried)


def _pay_down(balance: int, instalment_fen: int, rates: list[int], scale: int, rounding: str) -> Table:
    principals: list[int] = []
    interests: list[int] = []
    carries: list[int] = []
    is_half_up, twice = rounding == Rounding.HALF_UP, 2 * scale
    carried = 0
    for rate in rates:
        exact = balance * rate
        accrued = (2 * exact + scale) // twice if is_half_up else divide(exact, scale, rounding)
        interest = accrued + carried
        carries.append(carried)
        principal = instalment_fen - interest
        if principal < 0:
            carried, interest, principal = -principal, instalment_fen, 0
        else:
            carried = 0
            if principal > balance:
                principal = balance
        balance -= principal
        principals.append(principal)
        interests.append(interest)
    # The last period pays what is left, of principal and of interest.
    principals[-1] += balance
    interests[-1] += carried
    return Table(principals, interests, carries)


def _level(
    terms: Terms, principal_fen: int, instalment_fen: int, rates: list[int], scale: int, table: Table
) -> tuple[int, Table]:
    """Move the last instalment's difference into all of them, while that makes it smaller.

    The correction is rounded as amounts are, to the multiple; a table that is not strictly better is
    thrown away.
    """
    count = len(rates)
    for _ in range(LEVEL_ROUNDS):
        difference = _last_difference(table)
        if abs(difference) <= count // 2:
            break
        correction = divide_to_multiple(difference, count, terms.instalment_multiple_fen, terms.rounding)
        candidate_fen = instalment_fen + correction
        if correction == 0 or candidate_fen <= 0:
            break
        candidate = _pay_down(principal_fen, candidate_fen, rates, scale, terms.rounding)
        if abs(_last_difference(candidate)) >= abs(difference):
            break
        instalment_fen, table = candidate_fen, candidate
    return instalment_fen, table


def _last_difference(table: Table) -> int:
    before, last = (table.principal[at] + table.interest[at] for at in (-2, -1))
    return last - before


def _equal_principal(terms: Terms, principal_fen: int, rates: list[int], scale: int) -> Table:
    grace = terms.principal_grace_periods
    count = len(rates) - grace
    # The instalments differ by their interest, so a multiple of instalments has nothing to hold on to here.
    each = divide(principal_fen, count, terms.rounding)
    principals = [0] * grace + _even_parts(principal_fen, each, count)
    balances = []
    balance = principal_fen
    for principal in principals:
        balances.append(balance)
        balance -= principal
    return Table(principals, _interest(balances, rates, scale, terms.rounding), [0] * len(rates))


def _even_parts(total: int, each: int, count: int) -> list[int]:
    """Return so many equal parts, the last taking the rest; a total too small for them ends early, never
    below zero."""
    if each * (count - 1) <= total:
        return [each] * (count - 1) + [total - each * (count - 1)]
    whole = total // each
    return ([each] * whole + [total - each * whole] + [0] * count)[:count]


def _interest_then_principal(terms: Terms, principal_fen: int, rates: list[int], scale: int) -> Table:
    count = len(rates)
    interest = _interest([principal_fen] * count, rates, scale, terms.rounding)
    return Table([0] * (count - 1) + [principal_fen], interest, [0] * count)


def _flat(terms: Terms, principal_fen: int, rates: list[int], scale: int) -> Table:
    grace, count = terms.principal_grace_periods, len(rates)
    total = divide(*_flat_interest(terms, principal_fen, rates, scale), terms.rounding)
    interest_each = divide(total, count, terms.rounding)
    principal_each = _flat_principal(terms, principal_fen, count - grace, interest_each)
    principals = [0] * grace + _even_parts(principal_fen, principal_each, count - grace)
    return Table(principals, _even_parts(total, interest_each, count), [0] * count)


def _flat_interest(terms: Terms, principal_fen: int, rates: list[int], scale: int) -> tuple[int, int]:
    """Return the whole term's interest: a twelfth of the rate for each month, whatever the day count.

    A first due date that is not the natural one makes the first period count by its days, and that one only.
    Weeks and days have no whole months: they count by their days.
    """
    if terms.period_unit != PeriodUnit.MONTH:
        return principal_fen * sum(rates), scale
    yearly, every = principal_fen * terms.annual_rate_ppm, terms.period_every
    if terms.first_due_on is None or _is_natural(terms.disbursed_on, terms.first_due_on, every):
        return yearly * terms.periods * every, 12 * PPM
    later = yearly * (terms.periods - 1) * every
    return later * scale + principal_fen * rates[0] * 12 * PPM, 12 * PPM * scale


def _is_natural(start: dt.date, first_due_on: dt.date, every: int) -> bool:
    """Say whether the first due date is the one that would have been without it."""
    months = (first_due_on.year - start.year) * 12 + first_due_on.month - start.month
    return months == every and add_months(start, months) == first_due_on


def _flat_principal(terms: Terms, principal_fen: int, count: int, interest_fen: int) -> int:
    """Return each period's principal; with a multiple, such that principal and interest together keep to
    it."""
    multiple = terms.instalment_multiple_fen
    if multiple == 1:
        return divide(principal_fen, count, terms.rounding)
    principal_each = divide_to_multiple(principal_fen, count, multiple, terms.rounding)
    principal_each += divide_to_multiple(interest_fen, 1, multiple, terms.rounding) - interest_fen
    _check_multiple(terms, principal_each, count)
    return principal_each


def _bullet(terms: Terms, principal_fen: int, rates: list[int], scale: int) -> Table:
    return Table([principal_fen], [divide(principal_fen * sum(rates), scale, terms.rounding)], [0])


def _check_multiple(terms: Terms, each_fen: int, count: int) -> None:
    """Refuse a multiple that leaves the instalments nothing and the last one everything."""
    if terms.instalment_multiple_fen > 1 and count > 1 and each_fen <= 0:
        raise TermsError(
            "multiple_too_large", "instalment_multiple_fen", "is too large for the instalments of this loan."
        )


_METHODS: dict[str, Callable[[Terms, int, list[int], int], Table]] = {
    Method.EQUAL_INSTALMENT: _equal_instalment,
    Method.EQUAL_PRINCIPAL: _equal_principal,
    Method.INTEREST_ONLY: _interest_then_principal,
    Method.BULLET: _bullet,
    Method.FLAT: _flat,
}
