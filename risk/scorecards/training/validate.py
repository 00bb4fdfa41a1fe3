"""What a card is worth on rows it has not seen: everything is made anew inside each fold, the binning too."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from risk.scorecards.training.binning import bin_column
from risk.scorecards.training.fit import Fitted, Scale, fit_card, logistic
from risk.scorecards.training.table import Sample, TrainingError

DECILES = 10
FIGURES = ("auc", "ks", "gini", "brier", "log_loss", "calibration_slope", "calibration_intercept")


@dataclass(frozen=True)
class Validation:
    """The figures of every seed, the mean of the folds' own, and what the charts of the first seed show."""

    seeds: list[int]
    folds: int
    by_seed: dict[str, list[float]]
    fold_auc: list[float]
    train_auc: float
    deciles: list[dict[str, float]]
    roc: list[tuple[float, float]]
    bands: list[dict[str, int]]

    def summary(self) -> dict[str, dict[str, float]]:
        """Return mean and spread over the seeds of each figure."""
        return {name: _spread(values) for name, values in self.by_seed.items()}


def validate(
    sample: Sample, scale: Scale, *, seeds: Sequence[int], folds: int, is_monotone: bool, whole: Fitted
) -> Validation:
    """Return out-of-fold figures: each row is scored by a card that was made without it."""
    if folds < 2 or folds > min(sample.bads, len(sample.is_bad) - sample.bads):
        raise TrainingError(
            f"{folds} folds cannot be made: each needs a bad and a good row, and two are the least."
        )
    columns = {one.name: one for one in sample.columns}
    bad = np.array(sample.is_bad)
    by_seed: dict[str, list[float]] = {name: [] for name in FIGURES}
    fold_auc: list[float] = []
    first: np.ndarray | None = None
    for seed in seeds:
        points = np.zeros(len(bad))
        parts = parts_of(sample.is_bad, folds, seed)
        for part in parts:
            held = set(part)
            rest = [row for row in range(len(bad)) if row not in held]
            card = fit_card(sample, rest, scale, is_monotone=is_monotone)
            points[part] = card.scores(columns, part)
            fold_auc.append(auc(points[part], bad[part]))
        for name, value in figures(points, bad, scale).items():
            by_seed[name].append(value)
        first = points if first is None else first
    everybody = range(len(bad))
    return Validation(
        seeds=list(seeds),
        folds=folds,
        by_seed=by_seed,
        fold_auc=fold_auc,
        train_auc=auc(whole.scores(columns, everybody), bad),
        deciles=deciles(first, bad, scale) if first is not None else [],
        roc=roc(first, bad) if first is not None else [],
        bands=bands(first, bad, scale.doubling) if first is not None else [],
    )


def parts_of(is_bad: Sequence[bool], folds: int, seed: int) -> list[list[int]]:
    """Deal the rows out, the bad and the good ones each for themselves; this lot is the same on every machine."""
    random = Random(seed)  # noqa: S311, a validation is meant to be repeatable
    parts: list[list[int]] = [[] for _fold in range(folds)]
    turn = 0
    for kind in (True, False):
        rows = [row for row, value in enumerate(is_bad) if value is kind]
        random.shuffle(rows)
        for row in rows:
            parts[turn % folds].append(row)
            turn += 1
    return [sorted(part) for part in parts]


def figures(points: np.ndarray, bad: np.ndarray, scale: Scale) -> dict[str, float]:
    """Return AUC, KS, Gini, Brier score, log loss and the line of calibration of out-of-fold scores."""
    chance = np.array([scale.pd(one) for one in points])
    value = auc(points, bad)
    log_odds = (points - scale.offset) / scale.factor
    intercept, slope = logistic(np.column_stack([np.ones(len(points)), log_odds]), 1.0 - bad.astype(float))
    sure = np.clip(chance, 1e-9, 1 - 1e-9)
    return {
        "auc": value,
        "ks": ks(points, bad),
        "gini": 2 * value - 1,
        "brier": float(np.mean((chance - bad) ** 2)),
        "log_loss": float(-np.mean(np.where(bad, np.log(sure), np.log(1 - sure)))),
        "calibration_slope": float(slope),
        "calibration_intercept": float(intercept),
    }


def auc(points: np.ndarray, bad: np.ndarray) -> float:
    """Return the share of pairs in which the good row has more points; ties count half."""
    order = np.sort(points[bad])
    good = points[~bad]
    if not len(order) or not len(good):
        return math.nan
    below = np.searchsorted(order, good, side="left")
    upto = np.searchsorted(order, good, side="right")
    return float((below + upto).sum() / 2 / len(order) / len(good))


def ks(points: np.ndarray, bad: np.ndarray) -> float:
    """Return the largest distance between the shares of bad and of good rows up to a score."""
    steps = np.unique(points)
    bads = np.searchsorted(np.sort(points[bad]), steps, side="right") / max(1, int(bad.sum()))
    goods = np.searchsorted(np.sort(points[~bad]), steps, side="right") / max(1, int((~bad).sum()))
    return float(np.abs(bads - goods).max())


def roc(points: np.ndarray, bad: np.ndarray) -> list[tuple[float, float]]:
    """Return 41 steps of the curve: the share of goods lost and of bads caught, as the cut-off rises."""
    steps = np.quantile(points, np.linspace(0, 1, 41))
    caught = [float((points[bad] < step).mean()) for step in steps]
    lost = [float((points[~bad] < step).mean()) for step in steps]
    return [(0.0, 0.0), *zip(lost, caught, strict=True), (1.0, 1.0)]


def deciles(points: np.ndarray, bad: np.ndarray, scale: Scale) -> list[dict[str, float]]:
    """Return tenths of the rows by score, with what was predicted and what came."""
    order = np.argsort(points, kind="stable")
    rows = []
    for part in np.array_split(order, DECILES):
        if not len(part):
            continue
        expected = float(np.mean([scale.pd(one) for one in points[part]]))
        rows.append(
            {
                "least": int(points[part].min()),
                "most": int(points[part].max()),
                "count": len(part),
                "bads": int(bad[part].sum()),
                "expected": expected,
                "observed": float(bad[part].mean()),
            }
        )
    return rows


def bands(points: np.ndarray, bad: np.ndarray, width: int) -> list[dict[str, int]]:
    """Return how many good and bad rows lie in each band of the score."""
    low = int(points.min()) // width * width
    rows = []
    for start in range(low, int(points.max()) + 1, width):
        inside = (points >= start) & (points < start + width)
        rows.append({"from": start, "goods": int((inside & ~bad).sum()), "bads": int((inside & bad).sum())})
    return rows


def leaks(sample: Sample, limit: float) -> dict[str, float]:
    """Return the columns that tell the outcome alone, with the AUC of each: what is known only afterwards does that.

    Each half is judged by bins made from the other one, or many small categories would look like a leak.
    """
    bad = np.array(sample.is_bad)
    halves = parts_of(sample.is_bad, 2, 0)
    found = {}
    for column in sample.columns:
        weights = np.zeros(len(bad))
        for part, rest in (halves, halves[::-1]):
            weights[part] = bin_column(column, rest, bad).weights(column, part)
        value = auc(weights, bad)
        if value > limit:
            found[column.name] = value
    return found


def _spread(values: list[float]) -> dict[str, float]:
    return {
        "mean": round(statistics.fmean(values), 6),
        "sd": round(statistics.stdev(values), 6) if len(values) > 1 else 0.0,
        "min": round(min(values), 6),
        "max": round(max(values), 6),
    }
