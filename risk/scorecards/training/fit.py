"""Fit a card to some of the rows: bin each column, weigh it, fit the logistic, turn weights into whole points."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from risk.scorecards.training.binning import Binning, Group, bin_column
from risk.scorecards.training.table import Column, Sample

# A column below this tells nothing worth a question. Siddiqi (Credit Risk Scorecards, 2006) draws the line at 0.02;
# half of that goes into the logistic, which drops what only repeats another column.
LEAST_IV = 0.01
# What bins promise is always a little too much: the ridge takes it back, and keeps doubled columns finite.
RIDGE = 5.0
MOST_STEPS = 50
PRECISE = 1e-9


@dataclass(frozen=True)
class Scale:
    """So many points at such odds of good to bad, and so many more double the odds."""

    points: int = 600
    odds: int = 20
    doubling: int = 20

    @property
    def factor(self) -> float:
        return self.doubling / math.log(2)

    @property
    def offset(self) -> float:
        return self.points - self.factor * math.log(self.odds)

    def pd(self, points: float) -> float:
        """Return the probability of bad that the points stand for."""
        return 1 / (1 + math.exp((points - self.offset) / self.factor))


@dataclass(frozen=True)
class Fitted:
    """A card in floats and points: `points[i]` are those of the bins of binning i, then missing, then unseen."""

    base_points: int
    binnings: list[Binning]
    points: list[list[int]]
    coefficients: list[float]

    def scores(self, columns: dict[str, Column], rows: Sequence[int]) -> np.ndarray:
        """Return the points of each row."""
        total = np.full(len(rows), self.base_points, dtype=np.int64)
        for binning, points in zip(self.binnings, self.points, strict=True):
            total += np.array(points, dtype=np.int64)[binning.places(columns[binning.column], rows)]
        return total


def fit_card(sample: Sample, rows: Sequence[int], scale: Scale, *, is_monotone: bool = True) -> Fitted:
    """Fit on these rows alone. Columns that tell too little, or would count against what they tell, fall out."""
    is_bad = np.array(sample.is_bad)
    binnings = [bin_column(one, rows, is_bad, is_monotone=is_monotone) for one in sample.columns]
    columns = {one.name: one for one in sample.columns}
    binnings = sorted((one for one in binnings if one.iv >= LEAST_IV), key=lambda one: -one.iv)
    good = 1.0 - is_bad[list(rows)].astype(float)
    while True:
        matrix = _matrix(binnings, columns, rows)
        beta = logistic(matrix, good)
        wrong = [place for place, weight in enumerate(beta[1:]) if weight <= 0]
        if not wrong:
            break
        # The most contrary one goes first: its neighbours may be right without it.
        out = min(wrong, key=lambda place: beta[1 + place])
        binnings = binnings[:out] + binnings[out + 1 :]
    return _in_points(binnings, beta, scale)


def _matrix(binnings: list[Binning], columns: dict[str, Column], rows: Sequence[int]) -> np.ndarray:
    weights = [one.weights(columns[one.column], rows) for one in binnings]
    return np.column_stack([np.ones(len(rows)), *weights])


def logistic(matrix: np.ndarray, good: np.ndarray) -> np.ndarray:
    """Return the coefficients by iteratively reweighted least squares; the intercept carries no ridge."""
    beta = np.zeros(matrix.shape[1])
    ridge = np.full(matrix.shape[1], RIDGE)
    ridge[0] = 0.0
    for _step in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ beta, -30, 30)))
        weight = np.maximum(chance * (1 - chance), 1e-9)
        slope = matrix.T @ (good - chance) - ridge * beta
        curve = (matrix * weight[:, None]).T @ matrix + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if float(np.abs(step).max()) < PRECISE:
            break
    return beta


def _in_points(binnings: list[Binning], beta: np.ndarray, scale: Scale) -> Fitted:
    points = []
    for binning, weight in zip(binnings, beta[1:], strict=True):
        groups: list[Group] = [*binning.groups, binning.missing]
        points.append([round(scale.factor * float(weight) * group.woe) for group in groups] + [0])
    return Fitted(
        base_points=round(scale.offset + scale.factor * float(beta[0])),
        binnings=binnings,
        points=points,
        coefficients=[float(one) for one in beta],
    )
