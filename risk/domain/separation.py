"""How well a score separates good from bad, and how far a population has moved: exact counts, rounded once to ppm.

AUC is the share of pairs (one good, one bad) in which the good one has more points, ties counting half (Mann and
Whitney 1947; Hanley and McNeil, Radiology 143, 1982). KS is the largest distance between the two cumulative shares.
Gini is 2 AUC - 1. PSI = Σ (actual - expected) ln(actual / expected) over the bands; of one characteristic's bins it is
called CSI.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from finance.domain.money import PPM, round_half_up

PRECISION = 40
# Upper quantiles of the standard normal distribution, by the share above them in ppm.
NORMAL = {50_000: Decimal("1.6448536269514722"), 10_000: Decimal("2.3263478740408408")}


@dataclass(frozen=True)
class Separation:
    """AUC, KS and Gini in ppm, with the numbers they rest on."""

    goods: int
    bads: int
    auc_ppm: int
    ks_ppm: int
    gini_ppm: int


class Shift(StrEnum):
    """How far a distribution has moved."""

    TOO_FEW = "too_few"
    CHANCE = "chance"
    SMALL = "small"
    WATCH = "watch"
    ACT = "act"


@dataclass(frozen=True)
class ShiftRule:
    """The usual limits in ppm (0.10 and 0.25), the error accepted in ppm, and how many it takes to say anything."""

    watch_ppm: int
    act_ppm: int
    error_ppm: int
    least: int


@dataclass(frozen=True)
class Stability:
    """An index in ppm, what chance alone explains at these sizes, and the verdict."""

    index_ppm: int
    chance_ppm: int
    shift: Shift


def separation(goods: Mapping[int, int], bads: Mapping[int, int]) -> Separation | None:
    """Return AUC, KS and Gini of counts by score, more points meaning better; None without both kinds."""
    good_count, bad_count = sum(goods.values()), sum(bads.values())
    if not good_count or not bad_count:
        return None
    halves, goods_below, bads_below, widest = 0, 0, 0, Fraction(0)
    for points in sorted(set(goods) | set(bads)):
        good, bad = goods.get(points, 0), bads.get(points, 0)
        halves += good * (2 * bads_below + bad)
        goods_below, bads_below = goods_below + good, bads_below + bad
        distance = Fraction(bads_below, bad_count) - Fraction(goods_below, good_count)
        widest = max(widest, abs(distance))
    auc = Fraction(halves, 2 * good_count * bad_count)
    return Separation(
        goods=good_count,
        bads=bad_count,
        auc_ppm=round_half_up(auc * PPM),
        ks_ppm=round_half_up(widest * PPM),
        gini_ppm=round_half_up((2 * auc - 1) * PPM),
    )


def stability_index_ppm(expected: Sequence[int], actual: Sequence[int]) -> int:
    """Return PSI (or CSI) of two rows of counts over the same bands, in ppm.

    A band that is empty on one side counts half a case there: the logarithm of nothing has no end.
    """
    if len(expected) != len(actual):
        raise ValueError("Both rows count the same bands.")
    bands = [(one, two) for one, two in zip(expected, actual, strict=True) if one or two]
    if not sum(expected) or not sum(actual):
        return 0
    with localcontext(Context(prec=PRECISION)):
        first, second = _shares([one for one, _two in bands]), _shares([two for _one, two in bands])
        total = sum(
            ((two - one) * (two.ln() - one.ln()) for one, two in zip(first, second, strict=True)), Decimal(0)
        )
        return round_half_up(Fraction(total) * PPM)


def _shares(counts: Sequence[int]) -> list[Decimal]:
    halves = [2 * count or 1 for count in counts]
    return [_decimal(Fraction(half, sum(halves))) for half in halves]


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction to forty digits, where a logarithm or a root is taken."""
    return Context(prec=PRECISION).divide(Decimal(value.numerator), Decimal(value.denominator))


def chance_limit_ppm(bands: int, expected: int, actual: int, error_ppm: int) -> int:
    """Return the index that chance alone exceeds with this error, in ppm.

    Under one and the same distribution the index is about (1/n + 1/m) times chi-square with one degree of freedom less
    than bands (Yurdakul and Naranjo, Statistical properties of the population stability index, Journal of Risk Model
    Validation 14 (4), 2020). So 0.25 among forty people says nothing, and 0.02 among a hundred thousand says a lot.
    """
    if bands < 2 or not expected or not actual:
        return 0
    limit = Fraction(chi_square_quantile(bands - 1, error_ppm))
    return round_half_up(limit * (Fraction(1, expected) + Fraction(1, actual)) * PPM)


def chi_square_quantile(degrees: int, error_ppm: int) -> Decimal:
    """Return the upper quantile of chi-square by Wilson and Hilferty (1931), within 2 % from two degrees on."""
    with localcontext(Context(prec=PRECISION)):
        part = _decimal(Fraction(2, 9 * degrees))
        return degrees * (1 - part + NORMAL[error_ppm] * part.sqrt()) ** 3


def stability(expected: Sequence[int], actual: Sequence[int], rule: ShiftRule) -> Stability:
    """Return the index with a verdict that minds the sizes: what chance explains is no shift, however large."""
    index = stability_index_ppm(expected, actual)
    used = sum(1 for one, two in zip(expected, actual, strict=True) if one or two)
    chance = chance_limit_ppm(used, sum(expected), sum(actual), rule.error_ppm)
    return Stability(index, chance, _shift(index, chance, min(sum(expected), sum(actual)), rule))


def _shift(index: int, chance: int, size: int, rule: ShiftRule) -> Shift:
    if size < rule.least:
        return Shift.TOO_FEW
    if index <= chance:
        return Shift.CHANCE
    if index >= rule.act_ppm:
        return Shift.ACT
    return Shift.WATCH if index >= rule.watch_ppm else Shift.SMALL


@dataclass(frozen=True)
class GroupRate:
    """How many of a group were decided and approved; rates are None where the group is too small to be shown."""

    group: str
    decided: int
    approved: int
    rate_ppm: int | None
    ratio_ppm: int | None
    is_adverse: bool


def approval_rates(counts: Mapping[str, tuple[int, int]], *, least: int, adverse_ppm: int) -> list[GroupRate]:
    """Return each group's approval rate and its ratio to the best group's, from (decided, approved) by group.

    Groups below `least` are neither shown with a rate nor taken as the best one: few people tell nothing and could be
    told apart. A ratio below `adverse_ppm` is adverse impact by the four-fifths rule (29 CFR 1607.4 D, a yardstick
    only).
    """
    rates = {
        name: Fraction(approved, decided) for name, (decided, approved) in counts.items() if decided >= least
    }
    best = max(rates.values(), default=Fraction(0))
    rows = []
    for name, (decided, approved) in counts.items():
        rate = rates.get(name)
        ratio = Fraction(rate, best) if rate is not None and best else None
        rows.append(
            GroupRate(
                name,
                decided,
                approved,
                None if rate is None else round_half_up(rate * PPM),
                None if ratio is None else round_half_up(ratio * PPM),
                ratio is not None and ratio * PPM < adverse_ppm,
            )
        )
    return rows


def auc_error_ppm(auc_ppm: int, goods: int, bads: int) -> int | None:
    """Return the standard error of an AUC in ppm (Hanley and McNeil, Radiology 143, 1982); None without both kinds."""
    if not goods or not bads:
        return None
    area = Fraction(auc_ppm, PPM)
    first, second = Fraction(area, 2 - area), Fraction(2 * area**2, 1 + area)
    variance = area * (1 - area) + (bads - 1) * (first - area**2) + (goods - 1) * (second - area**2)
    variance = max(Fraction(0), Fraction(variance, goods * bads))
    with localcontext(Context(prec=PRECISION)):
        root = _decimal(variance).sqrt()
        return round_half_up(Fraction(root) * PPM)
