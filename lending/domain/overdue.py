"""Overdue interest: what unpaid principal bears after its due date.

From the day after the due date unpaid principal bears the overdue rate instead of the contract rate, simple
and never on interest; what is paid within the days of grace bears the contract rate only. Sums are kept as
principal × days and rounded once, so that any number of daily closes gives what one look at the end gives.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from finance.domain.money import PPM, divide_half_up


class PrincipalPayment(NamedTuple):
    """Hold principal of an instalment paid on a date (the bank's value date)."""

    on: dt.date
    amount_fen: int


class OverdueRule(NamedTuple):
    """Hold a loan's rule for late principal; rates in ppm a year of `year_days` days."""

    contract_rate_ppm: int
    overdue_rate_ppm: int
    grace_days: int = 0
    year_days: int = 365


class OverdueInterest(NamedTuple):
    """Hold the overdue interest of an instalment to a date, with the sum it comes from.

    `holders_fen` is the part up to the contract rate and belongs to the holders; only `excess_fen` may be
    shared with the platform. `contract_fen_days` and `overdue_fen_days` are principal × days at either rate.
    """

    holders_fen: int
    excess_fen: int
    contract_fen_days: int
    overdue_fen_days: int
    days: int

    @property
    def total_fen(self) -> int:
        """Return the whole overdue interest."""
        return self.holders_fen + self.excess_fen


def overdue_interest(
    *,
    due_on: dt.date,
    principal_fen: int,
    payments: Sequence[PrincipalPayment],
    rule: OverdueRule,
    as_of: dt.date,
) -> OverdueInterest:
    """Return what an instalment's principal has borne since its due date, to the end of `as_of`.

    `principal_fen` is the instalment's whole principal, `payments` what was paid of it, in any order; those
    after `as_of` do not count yet, so the same call answers for any past date and a back-dated receipt simply
    changes the payments. While the grace runs, unpaid principal shows the contract rate; once it has passed,
    the overdue rate counts from the day after the due date. Refuses payments that exceed the principal.
    """
    known = [payment for payment in payments if payment.on <= as_of]
    unpaid_fen = principal_fen - sum(payment.amount_fen for payment in known)
    if unpaid_fen < 0 or any(payment.amount_fen < 0 for payment in known):
        raise ValueError("An instalment is paid no more principal than it owes.")
    grace_ends_on = due_on + dt.timedelta(days=rule.grace_days)
    contract_fen_days = overdue_fen_days = 0
    for on, amount_fen in [*known, PrincipalPayment(as_of, unpaid_fen)]:
        fen_days = amount_fen * max(0, (on - due_on).days)
        if on <= grace_ends_on:
            contract_fen_days += fen_days
        else:
            overdue_fen_days += fen_days
    return price_overdue(contract_fen_days, overdue_fen_days, rule, max(0, (as_of - due_on).days))


def price_overdue(
    contract_fen_days: int, overdue_fen_days: int, rule: OverdueRule, days: int
) -> OverdueInterest:
    """Return the overdue interest of principal × days at either rate, rounded once."""
    base = PPM * rule.year_days
    contract = contract_fen_days * rule.contract_rate_ppm
    total_fen = divide_half_up(contract + overdue_fen_days * rule.overdue_rate_ppm, base)
    holders_rate_ppm = min(rule.contract_rate_ppm, rule.overdue_rate_ppm)
    holders_fen = min(total_fen, divide_half_up(contract + overdue_fen_days * holders_rate_ppm, base))
    return OverdueInterest(holders_fen, total_fen - holders_fen, contract_fen_days, overdue_fen_days, days)


def charge_ceiling_fen(outstanding: Sequence[tuple[int, int]], cap_ppm: int) -> int:
    """Return the most a loan may have charged: Σ outstanding × cap × days / 365, rounded down.

    `outstanding` holds (principal outstanding in fen, days it was outstanding). RULES `rate.cap`: over a
    loan's life nothing above it is charged, whatever it is called.
    """
    return sum(fen * days for fen, days in outstanding) * cap_ppm // (PPM * 365)
