"""Optimal binning: neighbouring groups joined so that the information value is largest, by dynamic programming.

For numbers the share of bads may only rise, or only fall, with the value: a card has to be explained. Categories are
first put in the order of their share of bads, in which neighbours are the optimal sets (Fisher, On grouping for maximum
homogeneity, JASA 53, 1958). A further bin has to bring more than chance would: each costs (1/goods + 1/bads),
which is what a split that means nothing gains on average.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise

import numpy as np

from risk.scorecards.training.table import Column

PREBINS = 24
MOST_BINS = 7
LEAST_SHARE = 0.05
# Half a case on each side: an empty cell has a weight too, and small cells are drawn to the middle.
SMOOTHING = 0.5
COST_OF_A_BIN = 1.0


@dataclass(frozen=True)
class Group:
    """A bin being made: its range or its categories, and its counts."""

    goods: int
    bads: int
    woe: float
    start: Decimal | None = None
    end: Decimal | None = None
    values: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return self.goods + self.bads


@dataclass(frozen=True)
class Binning:
    """A column cut into bins; the missing bin has a weight of its own where enough rows are missing.

    `bin_of` is the place of the bin of each of the column's levels; those the training rows did not hold have none.
    """

    column: str
    is_number: bool
    groups: list[Group]
    missing: Group
    iv: float
    bin_of: np.ndarray

    def places(self, column: Column, rows: Sequence[int]) -> np.ndarray:
        """Return the place of each row's bin; after the bins come the missing and the unseen."""
        # The last entry is found by the -1 of what is missing.
        return np.append(self.bin_of, len(self.groups))[column.places[rows]]

    def weights(self, column: Column, rows: Sequence[int]) -> np.ndarray:
        """Return the weight of evidence of each row; what the training never saw weighs nothing."""
        table = np.array([group.woe for group in self.groups] + [self.missing.woe, 0.0])
        return table[self.places(column, rows)]


def bin_column(
    column: Column, rows: Sequence[int], is_bad: np.ndarray, *, is_monotone: bool = True
) -> Binning:
    """Cut a column by these rows alone, which is what keeps validation honest."""
    places, bad = column.places[rows], is_bad[rows]
    totals = (int((~bad).sum()), int(bad.sum()))
    cells = np.column_stack(
        [
            np.bincount(places[(places >= 0) & (bad == kind)], minlength=len(column.levels))
            for kind in (False, True)
        ]
    )
    missing = _missing_group(int((~bad[places < 0]).sum()), int(bad[places < 0].sum()), totals)
    groups, bin_of = [], np.full(len(column.levels), 1)
    if cells.sum():
        groups, bin_of = (
            _bin_numbers(column, cells, totals, is_monotone)
            if column.is_number
            else _bin_categories(column, cells, totals)
        )
    iv = sum(_gain(group.goods, group.bads, totals) for group in groups)
    if missing.woe:
        iv += _gain(missing.goods, missing.bads, totals)
    return Binning(column.name, column.is_number, groups, missing, iv, bin_of)


def _missing_group(goods: int, bads: int, totals: tuple[int, int]) -> Group:
    is_enough = goods + bads >= max(10, LEAST_SHARE * sum(totals))
    return Group(goods, bads, _woe(goods, bads, totals) if is_enough else 0.0)


def _bin_numbers(
    column: Column, cells: np.ndarray, totals: tuple[int, int], is_monotone: bool
) -> tuple[list[Group], np.ndarray]:
    present = np.flatnonzero(cells.sum(axis=1))
    wanted, filled, bounds = cells.sum() / PREBINS, 0, [0]
    # An edge stands only between two values that differ, so equal values are never parted.
    for place, level in enumerate(present):
        if place and filled >= wanted * len(bounds):
            bounds.append(place)
        filled += int(cells[level].sum())
    prebins = np.array(
        [cells[present[low:high]].sum(axis=0) for low, high in pairwise([*bounds, len(present)])]
    )
    cuts = _best_cuts(prebins, totals, int(cells.sum()), "both" if is_monotone else "none")
    levels = [level for level in column.levels if isinstance(level, Decimal)]
    firsts = [bounds[cut] for cut in cuts[1:-1]]
    edges = [_edge_between(levels[present[first - 1]], levels[present[first]]) for first in firsts]
    bin_of = np.array([sum(1 for edge in edges if level >= edge) for level in levels])
    groups = []
    for place, (start, end) in enumerate(pairwise([None, *edges, None])):
        goods, bads = (int(one) for one in cells[bin_of == place].sum(axis=0))
        groups.append(Group(goods, bads, _woe(goods, bads, totals), start, end))
    return groups, bin_of


def _edge_between(low: Decimal, high: Decimal) -> Decimal:
    """Return the roundest number in (low, high]: people read the edges."""
    if high == high.to_integral_value() and low == low.to_integral_value():
        return high
    for places in range(-6, 12):
        edge = high.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
        if low < edge <= high:
            return edge
    return high


def _bin_categories(
    column: Column, cells: np.ndarray, totals: tuple[int, int]
) -> tuple[list[Group], np.ndarray]:
    mean = totals[1] / sum(totals)
    present = [int(place) for place in np.flatnonzero(cells.sum(axis=1))]
    # A handful of rows says little: its share of bads is drawn to the mean as by ten more rows.
    order = sorted(present, key=lambda one: ((cells[one][1] + 10 * mean) / (cells[one].sum() + 10), one))
    cuts = _best_cuts(cells[order], totals, int(cells.sum()), "none")
    groups = []
    bin_of = np.full(len(column.levels), len(cuts))  # behind the missing: the unseen
    for place, (low, high) in enumerate(pairwise(cuts)):
        goods, bads = (int(one) for one in cells[order[low:high]].sum(axis=0))
        values = tuple(sorted(str(column.levels[one]) for one in order[low:high]))
        groups.append(Group(goods, bads, _woe(goods, bads, totals), values=values))
        bin_of[order[low:high]] = place
    return groups, bin_of


def _best_cuts(cells: np.ndarray, totals: tuple[int, int], rows: int, monotone: str) -> list[int]:
    """Return where to cut the row of cells, beginning with 0 and ending with its length."""
    if len(cells) > 60:
        cells_of, map_back = _joined(cells)
        return [map_back[cut] for cut in _best_cuts(cells_of, totals, rows, monotone)]
    directions = ("rising", "falling") if monotone == "both" else ("none",)
    tries = [_cuts_one_way(cells, totals, rows, direction) for direction in directions]
    return max(tries, key=lambda one: one[0])[1]


def _joined(cells: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Join neighbours of very many categories into at most 60 cells of about the same size."""
    wanted, bounds, filled = cells.sum() / 60, [0], 0
    for place, count in enumerate(cells.sum(axis=1)):
        filled += count
        if filled >= wanted * len(bounds) and place + 1 < len(cells):
            bounds.append(place + 1)
    bounds.append(len(cells))
    return np.array([cells[low:high].sum(axis=0) for low, high in pairwise(bounds)]), bounds


def _cuts_one_way(
    cells: np.ndarray, totals: tuple[int, int], rows: int, direction: str
) -> tuple[float, list[int]]:
    """Find the best cuts with the share of bads going one way: `best[i, j]` ends with the bin of cells i to j."""
    size = len(cells)
    sums = np.vstack([np.zeros((1, 2), dtype=np.int64), np.cumsum(cells, axis=0)])
    goods = sums[None, 1:, 0] - sums[:-1, None, 0]
    bads = sums[None, 1:, 1] - sums[:-1, None, 1]
    upper = np.triu(np.ones((size, size), dtype=bool))
    goods, bads = np.where(upper, goods, 0), np.where(upper, bads, 0)
    count = goods + bads
    cost = COST_OF_A_BIN * (1 / totals[0] + 1 / totals[1])
    gain = np.where(upper, _gains(goods, bads, totals) - cost, -np.inf)
    is_enough = upper & (count >= LEAST_SHARE * rows)
    rate = np.where(count > 0, bads / np.maximum(count, 1), 0.0)
    best = np.where(is_enough, gain, -np.inf)
    best[1:] = -np.inf  # the first bin begins at the first cell
    layers, backs = [best], []
    for _more in range(MOST_BINS - 1):
        new = np.full((size, size), -np.inf)
        back = np.full((size, size), -1)
        for start in range(1, size):
            before, its_rate = layers[-1][:start, start - 1], rate[:start, start - 1]
            for end in range(start, size):
                if not is_enough[start, end]:
                    continue
                fits = (
                    its_rate < rate[start, end]
                    if direction == "rising"
                    else its_rate > rate[start, end]
                    if direction == "falling"
                    else np.ones(start, dtype=bool)
                )
                values = np.where(fits, before, -np.inf)
                place = int(np.argmax(values))
                if values[place] > -np.inf:
                    new[start, end], back[start, end] = gain[start, end] + values[place], place
        layers.append(new)
        backs.append(back)
    return _walk_back(layers, backs, size)


def _walk_back(layers: list[np.ndarray], backs: list[np.ndarray], size: int) -> tuple[float, list[int]]:
    finals = [(float(layer[:, size - 1].max()), number) for number, layer in enumerate(layers)]
    top, number = max(finals, key=lambda one: (one[0], -one[1]))
    if top == -np.inf:
        return 0.0, [0, size]
    start, end = int(np.argmax(layers[number][:, size - 1])), size - 1
    cuts = [size, start]
    while number:
        start, end = int(backs[number - 1][start, end]), start - 1
        number -= 1
        cuts.append(start)
    return top, cuts[::-1]


def _gains(goods: np.ndarray, bads: np.ndarray, totals: tuple[int, int]) -> np.ndarray:
    good_share = (goods + SMOOTHING) / (totals[0] + 2 * SMOOTHING)
    bad_share = (bads + SMOOTHING) / (totals[1] + 2 * SMOOTHING)
    return (good_share - bad_share) * np.log(good_share / bad_share)


def _gain(goods: int, bads: int, totals: tuple[int, int]) -> float:
    return float(_gains(np.array(goods), np.array(bads), totals))


def _woe(goods: int, bads: int, totals: tuple[int, int]) -> float:
    """Return ln(share of the goods / share of the bads): above 0 is better than the mean."""
    good_share = (goods + SMOOTHING) / (totals[0] + 2 * SMOOTHING)
    bad_share = (bads + SMOOTHING) / (totals[1] + 2 * SMOOTHING)
    return float(np.log(good_share / bad_share))
