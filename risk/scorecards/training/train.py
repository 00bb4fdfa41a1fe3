"""The whole training in its order: read, set leaks aside, fit on all rows, validate out of fold, write down."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from risk.scorecards.training.card import card_content, policy_content
from risk.scorecards.training.fit import Fitted, Scale, fit_card
from risk.scorecards.training.report import FIGURE_NAMES, write_report
from risk.scorecards.training.table import Sample, TrainingError, read_sample
from risk.scorecards.training.validate import Validation, leaks, validate

PPM = 1_000_000
# Below this many bad rows the figures say little, and the report says so (Siddiqi asks for 2,000 of each).
FEW_BADS = 200


@dataclass(frozen=True)
class Trained:
    """A trained card with what the command tells of it."""

    card: dict[str, Any]
    policy: dict[str, Any]
    validation: Validation
    warnings: list[str]

    def write_report(self, folder: Path) -> None:
        """Write report and charts."""
        write_report(folder, self.card, self.policy)

    def as_json(self, folder: Path) -> dict[str, Any]:
        """Return every figure with mean and spread over the seeds."""
        report, training = self.card["report"], self.card["training"]
        return {
            "rows": training["rows"],
            "bads": training["bads"],
            "folds": report["folds"],
            "seeds": report["seeds"],
            "figures": self.validation.summary(),
            "by_seed": {
                name: [round(value, 6) for value in values]
                for name, values in self.validation.by_seed.items()
            },
            "train_auc": round(self.validation.train_auc, 6),
            "characteristics": [
                {"column": one["code"], "iv": one["iv_ppm"] / PPM, "bins": len(one["bins"]) - 2}
                for one in self.card["characteristics"]
            ],
            "dropped": training["dropped"],
            "left_out": report["left_out"],
            "not_used": report["not_used"],
            "warnings": self.warnings,
            "card": str(folder / "card.json"),
        }

    def as_table(self, folder: Path) -> str:
        """Return the figures as one reads them."""
        lines = [f"{'figure':<24}{'mean':>10}{'sd':>10}{'least':>10}{'most':>10}"]
        for name, spread in self.validation.summary().items():
            lines.append(
                f"{FIGURE_NAMES[name]:<24}"
                + "".join(f"{spread[key]:>10.4f}" for key in ("mean", "sd", "min", "max"))
            )
        lines += ["", f"On its own rows: AUC {self.validation.train_auc:.4f}."]
        for one in self.card["characteristics"]:
            lines.append(f"  {one['code']}: IV {one['iv_ppm'] / PPM:.3f}, {len(one['bins']) - 2} bins")
        lines += ["", f"Written to {folder}: card.json, report.html, report.md, charts/."]
        return "\n".join(lines)


def train(path: Path, *, words: dict[str, Any], options: Mapping[str, Any]) -> Trained:
    """Train on a file; refuses (TrainingError) whatever cannot be trained on."""
    drop = sorted(set(_columns(path, options["drop"])))
    sample = read_sample(path, target=options["target"], bad=options["bad"], drop=drop)
    sample, warnings = _without_leaks(sample, options["leak_auc"], set(_columns(path, options["keep"])))
    scale = Scale(options["points"], options["odds"], options["doubling"])
    is_monotone = not options["any_shape"]
    whole = _fit_whole(sample, scale, is_monotone)
    validation = validate(
        sample, scale, seeds=options["seeds"], folds=options["folds"], is_monotone=is_monotone, whole=whole
    )
    if sample.bads < FEW_BADS:
        warnings.append(
            f"Only {sample.bads} bad rows: the figures of so few wander widely, look at their spread."
        )
    card = card_content(
        sample,
        whole,
        validation,
        words,
        target=options["target"],
        bad=options["bad"],
        dropped=drop,
        scale={"points": scale.points, "odds": scale.odds, "doubling": scale.doubling},
    )
    return Trained(card, policy_content(card, scale), validation, warnings)


def _columns(path: Path, named: list[str]) -> list[str]:
    """Return the columns named by commas; a name that holds a comma itself is taken as it stands in the header."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            header = file.readline()
    except OSError:
        header = ""
    found = []
    for one in named:
        if "," in one and f'"{one}"' in header:
            found.append(one)
        else:
            found += [part.strip() for part in one.split(",") if part.strip()]
    return found


def _without_leaks(sample: Sample, limit: float, keep: set[str]) -> tuple[Sample, list[str]]:
    names = {column.name for column in sample.columns}
    unknown = sorted(keep - names - {one["column"] for one in sample.left_out})
    if unknown:
        raise TrainingError(f"There is no column {unknown[0]!r} to keep.")
    found = {name: value for name, value in leaks(sample, limit).items() if name not in keep}
    if not found:
        return sample, []
    columns = [column for column in sample.columns if column.name not in found]
    if not columns:
        raise TrainingError(
            "Every column tells the outcome alone. What is known only afterwards cannot be asked before."
        )
    warnings = [
        f"{name} alone tells the outcome (AUC {value:.3f}): it looks like something known only afterwards and is left "
        f"out. Keep it with --keep {name} if it is known when a loan is asked for."
        for name, value in found.items()
    ]
    left_out = [*sample.left_out, *({"column": name, "why": "leak"} for name in found)]
    return replace(sample, columns=columns, left_out=left_out), warnings


def _fit_whole(sample: Sample, scale: Scale, is_monotone: bool) -> Fitted:
    whole = fit_card(sample, range(len(sample.is_bad)), scale, is_monotone=is_monotone)
    if not whole.binnings:
        raise TrainingError("No column tells good from bad: there is nothing to make a card of.")
    return whole
