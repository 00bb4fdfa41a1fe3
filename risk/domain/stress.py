"""What would become of a book: losses and arrears under the scenarios of a policy."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from finance.domain.money import PPM, divide_half_up
from risk.domain.buckets import BUCKETS, OVER
from risk.domain.expected_loss import Exposure, LossRule, expected_loss
from risk.domain.migration import RollRate
from risk.domain.portfolio import LoanDay
from risk.domain.shares import share_ppm


class Scenario(NamedTuple):
    """Hold a scenario; each part stands still at its neutral value (1 as ppm, or nothing)."""

    code: str
    default_multiplier_ppm: int = PPM
    roll_multiplier_ppm: int = 0
    # What share of loans that are not late is repaid before its time.
    early_repaid_ppm: int = 0
    # What share of the largest dealer's loans that are not late stops paying.
    dealer_failure_ppm: int = 0


class Outcome(NamedTuple):
    """Hold the book under a scenario: amounts in fen, PAR 30 in ppm."""

    code: str
    book_fen: int
    over_30_fen: int
    par_30_ppm: int
    expected_loss_fen: int
    # What of the book the scenario moved.
    affected_fen: int


def largest_dealer(loans: Sequence[LoanDay]) -> int | None:
    """Return the dealer whose customers owe most, the older one of equals; None without any."""
    sums: dict[int, int] = defaultdict(int)
    for loan in loans:
        if loan.is_on_book and loan.dealer_id is not None:
            sums[loan.dealer_id] += loan.outstanding_fen
    return min(sums, key=lambda dealer: (-sums[dealer], dealer)) if sums else None


def run_scenario(
    loans: Sequence[LoanDay], scenario: Scenario, rule: LossRule, rates: Sequence[RollRate]
) -> Outcome:
    """Return the book as the scenario leaves it.

    Early repayment and a dealer's failure move amounts first; then a month of rolling by the given rates, multiplied,
    moves the rest of each bucket into the next one; the expected loss takes the multiplied likelihood of default.
    """
    book = [loan for loan in loans if loan.is_on_book]
    fen, affected_fen = _after_events(book, scenario)
    fen, rolled_fen = _rolled(fen, scenario, rates)
    total_fen = sum(sum(row) for row in fen.values())
    over_30_fen = sum(sum(row[OVER[30] :]) for row in fen.values())
    exposures = [Exposure(grade, at, one) for grade, row in fen.items() for at, one in enumerate(row)]
    losses = expected_loss(exposures, rule, multiplier_ppm=scenario.default_multiplier_ppm)
    loss_fen = sum(one.loss_fen for one in losses)
    return Outcome(
        scenario.code,
        total_fen,
        over_30_fen,
        share_ppm(over_30_fen, total_fen),
        loss_fen,
        affected_fen + rolled_fen,
    )


def _after_events(book: Sequence[LoanDay], scenario: Scenario) -> tuple[dict[str, list[int]], int]:
    """Return the amounts by grade and bucket after early repayment and the failure of the largest dealer."""
    failing = largest_dealer(book) if scenario.dealer_failure_ppm else None
    fen: dict[str, list[int]] = {}
    affected_fen = 0
    for loan in book:
        row = fen.setdefault(loan.grade, [0] * len(BUCKETS))
        left_fen = loan.outstanding_fen
        if not loan.bucket and scenario.early_repaid_ppm:
            repaid_fen = divide_half_up(left_fen * scenario.early_repaid_ppm, PPM)
            left_fen, affected_fen = left_fen - repaid_fen, affected_fen + repaid_fen
        if not loan.bucket and failing is not None and loan.dealer_id == failing:
            stopped_fen = divide_half_up(left_fen * scenario.dealer_failure_ppm, PPM)
            left_fen, affected_fen = left_fen - stopped_fen, affected_fen + stopped_fen
            row[OVER[30]] += stopped_fen
        row[loan.bucket] += left_fen
    return fen, affected_fen


def _rolled(
    fen: dict[str, list[int]], scenario: Scenario, rates: Sequence[RollRate]
) -> tuple[dict[str, list[int]], int]:
    """Return the amounts a month on, each bucket's share rolled into the next; the last one keeps all."""
    if not scenario.roll_multiplier_ppm:
        return fen, 0
    rolled_fen, after = 0, {}
    for grade, row in fen.items():
        moved = list(row)
        for at, rate in enumerate(rates[:-1]):
            share = min(PPM, divide_half_up(rate.worse_ppm * scenario.roll_multiplier_ppm, PPM))
            rolling_fen = divide_half_up(row[at] * share, PPM)
            moved[at] -= rolling_fen
            moved[at + 1] += rolling_fen
            rolled_fen += rolling_fen
        after[grade] = moved
    return after, rolled_fen
