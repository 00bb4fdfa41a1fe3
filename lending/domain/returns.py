"""An investor's returns a year: money that really moved, ended by what is still out, counted in two ways.

The strict return counts all principal in overdue loans as lost. The best estimate counts it with the probability
that the dated table of the forecast gives. Both count principal in loans that are not overdue in full.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from lending.domain.rates import Rate, effective_annual_rate

TOO_SOON = "Too few days have passed since the first money moved."


class Standing(NamedTuple):
    """Hold principal outstanding, of it in overdue loans, and what of that is expected back; fen."""

    outstanding_fen: int
    overdue_fen: int
    overdue_worth_fen: int

    @property
    def strict_fen(self) -> int:
        """Return what is still out with overdue principal counted as nothing."""
        return self.outstanding_fen - self.overdue_fen

    @property
    def estimate_fen(self) -> int:
        """Return what is still out with overdue principal counted by its probability."""
        return self.strict_fen + self.overdue_worth_fen


class Returns(NamedTuple):
    """Hold both returns of the same flows."""

    strict: Rate
    estimate: Rate


def returns_of(
    flows: Sequence[tuple[dt.date, int]],
    standing: Standing,
    as_of: dt.date,
    least_days: int,
    *,
    idle_fen: int = 0,
) -> Returns:
    """Return the strict return and the best estimate of dated flows, money out being negative.

    `idle_fen` is money in the wallet, which ends the flows beside the claims. Before `least_days` have passed since
    the first flow no rate is named.
    """
    return Returns(
        _rate(flows, standing.strict_fen + idle_fen, as_of, least_days),
        _rate(flows, standing.estimate_fen + idle_fen, as_of, least_days),
    )


def _rate(flows: Sequence[tuple[dt.date, int]], still_out_fen: int, as_of: dt.date, least_days: int) -> Rate:
    found = effective_annual_rate([*flows, (as_of, still_out_fen)])
    if found.value is not None and (as_of - min(on for on, _fen in flows)).days < least_days:
        return Rate(None, TOO_SOON)
    return found
