"""Expected loss of a book: the likelihood of default × what is owed then × what is lost of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from finance.domain.money import PPM, divide_half_up
from risk.domain.portfolio import LoanDay


class Exposure(NamedTuple):
    """Hold what is owed at one grade in one bucket, in fen."""

    grade: str
    bucket: int
    fen: int


class LossRule(NamedTuple):
    """Hold a policy's parameters in ppm: default within a year by grade, by bucket once late, and the loss then."""

    default_ppm: Mapping[str, int]
    # From the first bucket that is late on; a loan takes the higher of this and its grade's.
    late_default_ppm: Sequence[int]
    loss_ppm: int


class GradeLoss(NamedTuple):
    """Hold the exposure and the expected loss of one grade, in fen."""

    grade: str
    exposure_fen: int
    loss_fen: int


def default_ppm(grade: str, bucket: int, rule: LossRule, *, multiplier_ppm: int = PPM) -> int:
    """Return the likelihood of default of a loan, never above certainty; an unknown grade is the worst one."""
    by_grade = rule.default_ppm.get(grade, max(rule.default_ppm.values()))
    late = rule.late_default_ppm[bucket - 1] if bucket else 0
    return min(PPM, divide_half_up(max(by_grade, late) * multiplier_ppm, PPM))


def exposures_of(loans: Iterable[LoanDay]) -> list[Exposure]:
    """Return what the loans on the book owe; those written off are lost already."""
    return [Exposure(one.grade, one.bucket, one.outstanding_fen) for one in loans if one.is_on_book]


def expected_loss(
    exposures: Iterable[Exposure], rule: LossRule, *, multiplier_ppm: int = PPM
) -> list[GradeLoss]:
    """Return the expected loss by grade, rounded once for each; the grades sum to the book."""
    sums: dict[str, list[int]] = {}
    for one in exposures:
        row = sums.setdefault(one.grade, [0, 0])
        row[0] += one.fen
        row[1] += one.fen * default_ppm(one.grade, one.bucket, rule, multiplier_ppm=multiplier_ppm)
    return [
        GradeLoss(grade, fen, divide_half_up(weighted * rule.loss_ppm, PPM * PPM))
        for grade, (fen, weighted) in sorted(sums.items())
    ]
