"""Write a fitted card down: the points table, the policy, golden rows and the figures, in whole numbers."""

import math
from decimal import Decimal
from typing import Any

import numpy as np

from risk.domain.scorecard import Characteristic, read_number
from risk.domain.scorecard_file import (
    FORMAT,
    GRADES,
    golden_result,
    golden_row,
    read_card,
    read_policy,
)
from risk.scorecards.training.binning import Group
from risk.scorecards.training.fit import Fitted, Scale
from risk.scorecards.training.table import Sample
from risk.scorecards.training.validate import Validation

PPM = 1_000_000
# Grades stand where the PD is these shares of the sample's own: a beginning, which the desk moves in the draft.
GRADE_SHARES = (1 / 3, 2 / 3, 1.0, 1.6)
BASELINE_BANDS = 10
LEAST_GOLDEN = 20

Words = dict[str, Any]


def card_content(
    sample: Sample, fitted: Fitted, validation: Validation, words: Words, **meta: Any
) -> dict[str, Any]:
    """Return the content of the card, golden rows last because the table itself gives them."""
    name = words.get("name") or {"en": meta["target"], "zh": meta["target"]}
    content: dict[str, Any] = {
        "format": FORMAT,
        "name": name,
        "note": words.get("note") or {"en": "", "zh": ""},
        "base_points": fitted.base_points,
        "reasons_against": "neutral",
        "characteristics": [
            _characteristic(fitted, place, words.get("characteristics", {}))
            for place in range(len(fitted.points))
        ],
        "training": {
            "file_sha256": sample.sha256,
            "rows": len(sample.is_bad),
            "bads": sample.bads,
            "rows_without_target": sample.rows_without_target,
            **meta,
        },
        "report": report_content(sample, fitted, validation),
    }
    table = read_card(content)
    content["golden"] = [golden_row(table, inputs) for inputs in golden_inputs(table.characteristics)]
    return content


def policy_content(content: dict[str, Any], scale: Scale) -> dict[str, Any]:
    """Return a first policy: the PD the logistic means, grades at shares of the sample's own PD."""
    table = read_card(content)
    step = max(1, scale.doubling // 2)
    low = table.least_points // step * step
    high = max(low + step, -(-table.most_points // step) * step)
    training = content["training"]
    mean = training["bads"] / training["rows"]
    starts = [_points_at(min(0.9, mean * share), scale) for share in GRADE_SHARES]
    # Four grades need four thresholds, however narrow the scale.
    for place in range(1, len(starts)):
        starts[place] = min(starts[place], starts[place - 1] - 1)
    policy: dict[str, Any] = {
        "pd_map": [[points, _ppm_of_pd(scale.pd(points))] for points in _knots(low, high, step)],
        "grades": [[grade, start] for grade, start in zip(GRADES, starts, strict=True)],
        "accept_from": starts[2],
        "refuse_below": starts[3],
    }
    rules = read_policy(policy)
    policy["golden"] = [golden_result(rules, row["points"]) for row in content["golden"]]
    return policy


def golden_inputs(characteristics: tuple[Characteristic, ...]) -> list[dict[str, str | None]]:
    """Return rows that nobody lived: each bin at its edge at least once, and nothing known, and nothing ever seen.

    Not one row of the training stands in them, so the file tells of no person.
    """
    choices = [_typical(one) for one in characteristics]
    count = max([LEAST_GOLDEN, *(len(one) for one in choices)])
    # A step of its own for each characteristic, so that bins meet in many combinations.
    rows = [
        {
            one.code: values[(row * (1 + place % 3) + place) % len(values)]
            for place, (one, values) in enumerate(zip(characteristics, choices, strict=True))
        }
        for row in range(count)
    ]
    rows += [
        {one.code: values[row % len(values)] for one, values in zip(characteristics, choices, strict=True)}
        for row in range(max(len(one) for one in choices))
    ]
    rows.append({one.code: None for one in characteristics})
    rows.append({one.code: "\u2014" for one in characteristics})
    return rows


def _typical(characteristic: Characteristic) -> list[str | None]:
    found: list[str | None] = []
    for one in characteristic.bins:
        if one.values:
            found.append(one.values[0])
        elif one.start is not None:
            # At the edge itself, and as little below it as the edge is written.
            found += [
                _text(one.start),
                _text(one.start - Decimal(1).scaleb(int(one.start.as_tuple().exponent))),
            ]
    return [*found, None, "\u2014"]


def _characteristic(fitted: Fitted, place: int, words: Words) -> dict[str, Any]:
    binning, points = fitted.binnings[place], fitted.points[place]
    own = words.get(binning.column, {})
    plain = binning.column.replace("_", " ")
    prefix = "r" if binning.is_number else "v"
    bins = [
        _bin(f"{prefix}{number}", group, points[number - 1], "range" if binning.is_number else "values")
        for number, group in enumerate(binning.groups, start=1)
    ]
    bins.append(_bin("missing", binning.missing, points[-2], "missing"))
    bins.append({"code": "unseen", "kind": "unseen", "points": points[-1]})
    found: dict[str, Any] = {
        "code": binning.column,
        "kind": "number" if binning.is_number else "category",
        "name": own.get("name") or {"en": plain, "zh": plain},
        "reason": own.get("reason") or {"en": plain, "zh": plain},
        "iv_ppm": round(binning.iv * PPM),
        "bins": bins,
    }
    return found | {key: own[key] for key in ("source", "value_names") if own.get(key)}


def _bin(code: str, group: Group, points: int, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": code,
        "kind": kind,
        "points": points,
        "goods": group.goods,
        "bads": group.bads,
        "woe_ppm": round(group.woe * PPM),
    }
    if kind == "range":
        found["start"] = None if group.start is None else _text(group.start)
        found["end"] = None if group.end is None else _text(group.end)
    elif kind == "values":
        found["values"] = list(group.values)
    return found


def report_content(sample: Sample, fitted: Fitted, validation: Validation) -> dict[str, Any]:
    """Return the figures and what the charts show, in ppm."""
    summary = validation.summary()
    used = {one.column for one in fitted.binnings}
    columns = {one.name: one for one in sample.columns}
    return {
        "folds": validation.folds,
        "seeds": validation.seeds,
        "figures": {
            name: {key: round(value * PPM) for key, value in spread.items()}
            for name, spread in summary.items()
        },
        "train_auc_ppm": round(validation.train_auc * PPM),
        "deciles": [
            {
                **{key: row[key] for key in ("least", "most", "count", "bads")},
                "expected_ppm": round(row["expected"] * PPM),
                "observed_ppm": round(row["observed"] * PPM),
            }
            for row in validation.deciles
        ],
        "roc": [[round(lost * PPM), round(caught * PPM)] for lost, caught in validation.roc],
        "bands": validation.bands,
        "baseline": baseline(fitted.scores(columns, range(len(sample.is_bad)))),
        "left_out": sample.left_out,
        "not_used": sorted(name for name in columns if name not in used),
    }


def baseline(points: np.ndarray) -> dict[str, list[int]]:
    """Return about ten bands of the sample's scores and how many lie in each, to compare later scores with."""
    cuts = sorted(
        {
            int(np.quantile(points, share / BASELINE_BANDS, method="lower"))
            for share in range(1, BASELINE_BANDS)
        }
    )
    counts = np.bincount(np.searchsorted(cuts, points, side="right"), minlength=len(cuts) + 1)
    return {"edges": cuts, "counts": [int(one) for one in counts]}


def _knots(low: int, high: int, step: int) -> list[int]:
    while (high - low) // step > 100:
        step *= 2
    high = low + -(-(high - low) // step) * step
    return list(range(low, high + 1, step))


def _points_at(pd: float, scale: Scale) -> int:
    return round(scale.offset + scale.factor * math.log((1 - pd) / pd))


def _ppm_of_pd(pd: float) -> int:
    return min(PPM - 1, max(1, round(pd * PPM)))


def _text(number: Decimal) -> str:
    """Return a decimal without an exponent and without zeros that say nothing."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if read_number(text) != number:
        raise ValueError(f"{number} cannot be written down exactly.")
    return text
