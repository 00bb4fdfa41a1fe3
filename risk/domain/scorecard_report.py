"""The training's report inside a card, checked for its shape: the pages draw it without asking again."""

from collections.abc import Iterable
from typing import Any

from risk.domain.scorecard_file import CardError, list_of, object_of, pair_of, whole_of

FIGURES = ("auc", "ks", "gini")
SPREAD = ("mean", "sd", "min", "max")
TENTH = ("least", "most", "count", "bads", "expected_ppm", "observed_ppm")
LARGEST = 10**12


def check_report(content: dict[str, Any]) -> None:
    """Refuse (CardError) a card whose sample or figures are not told whole."""
    training = object_of(content.get("training"), "training")
    _texts(training, "training", ("file_sha256", "target", "bad"))
    for name in ("rows", "bads"):
        whole_of(training.get(name), f"training {name}", LARGEST, 1)
    _names(training.get("dropped"), "dropped")
    report = object_of(content.get("report"), "report")
    _wholes(report, "report", ("folds", "train_auc_ppm"))
    for seed in list_of(report.get("seeds"), "seeds", 50):
        whole_of(seed, "seeds", LARGEST)
    figures = object_of(report.get("figures"), "figures")
    for name in {*FIGURES, *figures}:
        _wholes(object_of(figures.get(name), f"figures {name}"), f"figures {name}", SPREAD)
    for row in list_of(report.get("deciles"), "deciles", 100):
        _wholes(object_of(row, "deciles"), "deciles", TENTH)
    for row in list_of(report.get("bands"), "bands", 5_000):
        _wholes(object_of(row, "bands"), "bands", ("from", "goods", "bads"))
    for row in list_of(report.get("roc"), "roc", 1_000):
        for value in pair_of(row, "roc"):
            whole_of(value, "roc", LARGEST)
    _baseline(object_of(report.get("baseline"), "baseline"))
    _names(report.get("not_used"), "not_used")
    left_out = report.get("left_out")
    if not isinstance(left_out, list):
        raise CardError("no_list", "left_out")
    for row in left_out:
        _texts(object_of(row, "left_out"), "left_out", ("column", "why"))


def _baseline(baseline: dict[str, Any]) -> None:
    edges = [whole_of(edge, "baseline") for edge in list_of(baseline.get("edges"), "baseline", 100)]
    counts = [
        whole_of(count, "baseline", LARGEST, 0) for count in list_of(baseline.get("counts"), "baseline", 101)
    ]
    if len(counts) != len(edges) + 1 or edges != sorted(set(edges)):
        raise CardError("knots_not_rising", "baseline")


def _wholes(row: dict[str, Any], place: str, names: Iterable[str]) -> None:
    for name in names:
        whole_of(row.get(name), f"{place} {name}", LARGEST)


def _texts(row: dict[str, Any], place: str, names: Iterable[str]) -> None:
    if any(not isinstance(row.get(name), str) or len(row[name]) > 300 for name in names):
        raise CardError("bad_value", place)


def _names(value: Any, place: str) -> None:
    if not isinstance(value, list) or any(not isinstance(one, str) for one in value):
        raise CardError("no_list", place)
