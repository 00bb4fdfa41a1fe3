"""Selling a claim: what a part costs, what it is worth, and what the seller bears.

Everything an offer brings is counted from the beginning of the offer and a sale gets the difference, so that however
many buyers share an offer, their prices and fees add up to those of one who takes it whole.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from finance.domain.money import PPM, apply_rate, round_half_up, split
from lending.domain.rates import DAYS_A_YEAR, Rate, effective_annual_rate


class FeeTier(NamedTuple):
    """Hold the fee of those who have held a claim for so many days or longer, in ppm of the price."""

    held_days: int
    fee_ppm: int


class Expectation(NamedTuple):
    """Hold what is expected of a grade, in ppm a year: how many default, what is lost then, and the discount."""

    default_ppm: int
    loss_ppm: int
    discount_ppm: int


class ComingFlow(NamedTuple):
    """Hold what the contract brings on a day, in fen; a part of a claim may bring parts of a fen."""

    due_on: dt.date
    amount_fen: Fraction | int


class ValuedFlow(NamedTuple):
    """Hold a coming flow, what of it is expected, and what that is worth today, exact."""

    due_on: dt.date
    days: int
    contracted_fen: Fraction
    expected_fen: Fraction
    worth_fen: Fraction


class Split(NamedTuple):
    """Hold what goes to the buyer of a part of a claim, in fen.

    `base_fen` is what counts as the buyer's when the interest of the running period is shared out; `accrued_fen` is the
    interest of that period up to the day of the sale.
    """

    base_fen: int
    accrued_fen: int


def price_of(principal_fen: int, price_ppm: int, sold_fen: int, part_fen: int) -> int:
    """Return the price of a part of an offer of which so much was sold before; the parts add up to the whole price.

    Refuses parts that are more than is left of the offer.
    """
    if not 0 < part_fen <= principal_fen - sold_fen:
        raise ValueError("A sale takes something, and no more than is left of the offer.")
    return apply_rate(sold_fen + part_fen, price_ppm) - apply_rate(sold_fen, price_ppm)


def fee_of(principal_fen: int, price_ppm: int, fee_ppm: int, sold_fen: int, part_fen: int) -> int:
    """Return the seller's fee on a part of an offer: ppm of the price, counted as `price_of` is."""
    if not 0 < part_fen <= principal_fen - sold_fen:
        raise ValueError("A sale takes something, and no more than is left of the offer.")
    after_fen = apply_rate(apply_rate(sold_fen + part_fen, price_ppm), fee_ppm)
    return after_fen - apply_rate(apply_rate(sold_fen, price_ppm), fee_ppm)


def fee_tier(tiers: Sequence[FeeTier], held_days: int) -> FeeTier:
    """Return the tier of somebody who held a claim for so many days: the last that was reached, else the first."""
    reached = [tier for tier in sorted(tiers) if tier.held_days <= held_days]
    return reached[-1] if reached else min(tiers)


def split_claim(*, outstanding_fen: int, part_fen: int, base_fen: int, accrued_fen: int) -> Split:
    """Return what of a claim's running interest belongs to the buyer of a part of its principal.

    `base_fen` is what the claim had outstanding when the period began: more than now where principal came since. Both
    are split as the principal is, so that seller and buyer share the period as if they had from its first day.
    """
    if not 0 < part_fen <= outstanding_fen:
        raise ValueError("A sale takes something, and no more than is outstanding.")
    weights = [outstanding_fen - part_fen, part_fen]
    bought_base_fen = split(base_fen, weights)[1]
    return Split(bought_base_fen, split(accrued_fen, [base_fen - bought_base_fen, bought_base_fen])[1])


def part_of_flows(flows: Iterable[ComingFlow], part_fen: int, whole_fen: int) -> list[ComingFlow]:
    """Return the share of a part in what comes to the whole, exact."""
    return [ComingFlow(flow.due_on, Fraction(part_fen, whole_fen) * flow.amount_fen) for flow in flows]


def value_flows(flows: Iterable[ComingFlow], as_of: dt.date, expected: Expectation) -> list[ValuedFlow]:
    """Return what each flow is worth on a day: less the losses expected until it is due, less the discount.

    Both by simple days over 365, so that a reader can follow each line: expected = contracted × (1 − loss × the smaller
    of 1 and default × days / 365); worth = expected / (1 + discount × days / 365).
    """
    return [_valued(flow, as_of, expected) for flow in flows]


def fair_value_fen(flows: Iterable[ComingFlow], as_of: dt.date, expected: Expectation) -> int:
    """Return what coming flows are worth together on a day, rounded once; accrued interest is in it."""
    return round_half_up(sum((flow.worth_fen for flow in value_flows(flows, as_of, expected)), Fraction(0)))


def buyers_rate(paid_fen: int, flows: Iterable[ComingFlow], as_of: dt.date) -> Rate:
    """Return the buyer's rate a year (XIRR) if everything comes as contracted: before losses, fees and tax."""
    return effective_annual_rate([(as_of, -paid_fen), *flows])


def _valued(flow: ComingFlow, as_of: dt.date, expected: Expectation) -> ValuedFlow:
    days = max(0, (flow.due_on - as_of).days)
    defaulted = min(Fraction(1), Fraction(expected.default_ppm * days, PPM * DAYS_A_YEAR))
    contracted = Fraction(flow.amount_fen)
    likely = contracted * (1 - defaulted * Fraction(expected.loss_ppm, PPM))
    year = PPM * DAYS_A_YEAR
    return ValuedFlow(
        flow.due_on, days, contracted, likely, likely * Fraction(year, year + expected.discount_ppm * days)
    )
