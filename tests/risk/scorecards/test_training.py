"""Training against answers worked out by hand, against brute force, and on the public German data."""

import json
import math
from io import StringIO
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from risk.domain.scorecard import score
from risk.domain.scorecard_file import read_card, read_file
from risk.services.seed_scorecard import FILE
from tests.risk.scorecards.training import GERMAN, known_rows, need_numpy, write_csv

need_numpy()

import numpy as np  # noqa: E402, after it is known to be there

from risk.scorecards.training import binning  # noqa: E402
from risk.scorecards.training.validate import auc, ks, parts_of  # noqa: E402

DROPPED = "personal_status_and_sex,age_in_years,foreign_worker"
WORDS = FILE.with_name("german-credit.words.json")


def train(file: Path, out: Path, *options: str, target: str = "outcome", bad: str = "bad") -> dict[str, Any]:
    """Run the command and return what it prints as JSON, its warnings put beside."""
    printed, warned = StringIO(), StringIO()
    call_command(
        "train_scorecard",
        str(file),
        "--target",
        target,
        "--bad",
        bad,
        "--out",
        str(out),
        "--format",
        "json",
        *options,
        stdout=printed,
        stderr=warned,
    )
    return {**json.loads(printed.getvalue()), "warned": warned.getvalue()}


def test_points_and_figures_worked_out_by_hand(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "known.csv", ["kind", "outcome"], known_rows())
    found = train(file, tmp_path / "out", "--seeds", "1,2")
    card, policy = read_file((tmp_path / "out" / "card.json").read_bytes())
    (kind,) = card["characteristics"]
    counts = {
        tuple(one["values"]): (one["goods"], one["bads"]) for one in kind["bins"] if one["kind"] == "values"
    }
    assert counts == {("a",): (900, 100), ("b",): (800, 200), ("c",): (600, 400)}
    # ln((900/2300) / (100/700)) = 1.0076, times 20 / ln 2 = 29.07, of which the ridge takes two hundredths back.
    assert [one["points"] for one in kind["bins"]] == [28, 6, -22, 0, 0]
    # 600 - 28.85 ln 20 + 28.85 ln(2300/700)
    assert card["base_points"] == round(600 - 20 / math.log(2) * (math.log(20) - math.log(2300 / 700)))
    # 900 × 650 + 800 × 500 + 600 × 200 of 2300 × 700 pairs.
    assert found["train_auc"] == 0.686335
    # Pooled over folds whose cards differ by a rounded point or two, so a little less.
    assert abs(found["figures"]["auc"]["mean"] - 0.686335) < 0.012
    assert found["figures"]["gini"]["mean"] == pytest.approx(
        2 * found["figures"]["auc"]["mean"] - 1, abs=2e-6
    )
    assert abs(found["figures"]["calibration_slope"]["mean"] - 1) < 0.1
    table = read_card(card)
    assert score(table, {"kind": "a"}).points == card["base_points"] + 28
    assert score(table, {"kind": "never seen"}).points == card["base_points"]
    assert len(policy["golden"]) == len(card["golden"])
    assert {name for name in (tmp_path / "out").rglob("*") if name.is_file()} >= {
        tmp_path / "out" / "report.md",
        tmp_path / "out" / "report.html",
        tmp_path / "out" / "charts" / "roc.svg",
    }


def test_the_same_file_makes_the_same_card_byte_for_byte(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "known.csv", ["kind", "outcome"], known_rows())
    for name in ("one", "two"):
        train(file, tmp_path / name, "--seeds", "3")
    one, two = ((tmp_path / name / "card.json").read_bytes() for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize("monotone", ["both", "none"])
def test_the_bins_are_the_best_there_are(monotone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binning, "LEAST_SHARE", 0.0)
    random = Random(5)
    for _case in range(6):
        cells = np.array([[random.randint(1, 30), random.randint(1, 30)] for _cell in range(7)])
        totals = (int(cells[:, 0].sum()), int(cells[:, 1].sum()))
        found = binning._best_cuts(cells, totals, int(cells.sum()), monotone)
        assert worth(cells, totals, found) == pytest.approx(best_worth(cells, totals, monotone))


def worth(cells: Any, totals: tuple[int, int], cuts: Any) -> float:
    cost = binning.COST_OF_A_BIN * (1 / totals[0] + 1 / totals[1])
    parts = [cells[low:high].sum(axis=0) for low, high in pairwise(cuts)]
    return sum(binning._gain(int(goods), int(bads), totals) - cost for goods, bads in parts)


def best_worth(cells: Any, totals: tuple[int, int], monotone: str) -> float:
    """Try every way to cut."""
    size, tries = len(cells), []
    for count in range(min(size, binning.MOST_BINS)):
        for inner in combinations(range(1, size), count):
            cuts = [0, *inner, size]
            rates = [cells[low:high, 1].sum() / cells[low:high].sum() for low, high in pairwise(cuts)]
            steps = [one < two for one, two in pairwise(rates)]
            ties = any(one == two for one, two in pairwise(rates))
            if monotone == "none" or (not ties and (all(steps) or not any(steps))):
                tries.append(worth(cells, totals, cuts))
    return max(tries)


def test_noise_is_worth_nothing_on_rows_the_card_has_not_seen(tmp_path: Path) -> None:
    """Binning inside the fold: two hundred meaningless categories look good on their own rows and nowhere else."""
    random = Random(1)
    rows = [
        (f"group {random.randrange(100)}", random.random(), "bad" if random.random() < 0.3 else "good")
        for _row in range(900)
    ]
    file = write_csv(tmp_path / "noise.csv", ["group", "number", "outcome"], rows)
    found = train(file, tmp_path / "out", "--seeds", "1", "--folds", "3")
    assert found["train_auc"] > 0.62
    assert abs(found["figures"]["auc"]["mean"] - 0.5) < 0.05


def test_folds_hold_every_row_once_and_bads_evenly() -> None:
    is_bad = [place % 4 == 0 for place in range(103)]
    parts = parts_of(is_bad, 5, 9)
    assert sorted(row for part in parts for row in part) == list(range(103))
    assert {sum(is_bad[row] for row in part) for part in parts} <= {5, 6}
    assert parts_of(is_bad, 5, 9) == parts != parts_of(is_bad, 5, 10)


def test_auc_and_ks_by_hand() -> None:
    points, bad = np.array([3, 3, 1, 2, 1]), np.array([False, False, False, True, True])
    assert (auc(points, bad), round(ks(points, bad), 6)) == (0.75, 0.666667)


def mixed_rows() -> list[list[object]]:
    random = Random(3)
    rows: list[list[object]] = []
    for place in range(600):
        is_bad = random.random() < 0.3
        income = "" if place % 9 == 0 else f"{random.gauss(40 if is_bad else 60, 10):.2f}".replace(".", ",")
        word = 'he said "no; never"' if is_bad and place % 2 else "yes"
        rows.append(
            [
                place + 1,
                income,
                word,
                "same",
                f"code {place}",
                "late" if is_bad else "paid",
                "1" if is_bad else "0",
            ]
        )
    return rows


def test_any_table_is_read_and_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    header = ["row", "income", "word", "constant", "name", "afterwards", "outcome"]
    file = write_csv(tmp_path / "mixed.csv", header, mixed_rows(), delimiter=";")
    found = train(file, tmp_path / "out", "--seeds", "1", "--folds", "3", bad="1")
    assert {one["column"]: one["why"] for one in found["left_out"]} == {
        "row": "identifier",
        "constant": "constant",
        "name": "identifier",
        "afterwards": "leak",
    }
    assert "afterwards alone tells the outcome" in found["warned"]
    assert "bad rows" in found["warned"]
    assert found["folds"] == 3
    card, _policy = read_file((tmp_path / "out" / "card.json").read_bytes())
    by_code = {one["code"]: one for one in card["characteristics"]}
    assert by_code["income"]["kind"] == "number"
    missing = next(one for one in by_code["income"]["bins"] if one["kind"] == "missing")
    assert missing["goods"] + missing["bads"] == 67
    # The more income the more points, one way only.
    points = [one["points"] for one in by_code["income"]["bins"] if one["kind"] == "range"]
    assert points == sorted(points)
    assert by_code["word"]["kind"] == "category"
    kept = train(file, tmp_path / "kept", "--seeds", "1", "--keep", "afterwards", bad="1")
    assert kept["figures"]["auc"]["mean"] > 0.95
    dropped = train(file, tmp_path / "dropped", "--seeds", "1", "--drop", "afterwards,word", "name", bad="1")
    assert dropped["dropped"] == ["afterwards", "name", "word"]


@pytest.mark.parametrize(
    ("rows", "options", "sentence"),
    [
        ([["a", "bad"], ["b", "good"]], [], "Too little to learn from: 1 bad and 1 good rows"),
        ([], [], "holds no rows"),
        ([["a", "good"]] * 90, [], "No row of 'outcome' is 'bad'. It holds: 'good' (90)"),
        ([["a", "bad", "more"]] * 90, [], "Row 2 of data.csv has 3 values where the header names 2 columns"),
        (None, [], "cannot be read"),
        (
            [["a", "bad"], ["b", "good"]] * 50,
            ["--drop", "colour"],
            "no column 'colour' in data.csv. Its columns: 'kind', 'outcome'",
        ),
        ([["a", "bad"], ["b", "good"]] * 50, ["--drop", "kind"], "No column is left"),
        ([["a", "bad"], ["b", "good"]] * 50, [], "Every column tells the outcome alone"),
        ([["a", "bad"], ["a", "good"]] * 50, [], "No column is left"),
        (
            [["a", "bad"], ["b", "good"], ["b", "bad"], ["a", "good"]] * 50,
            [],
            "No column tells good from bad",
        ),
        ([["a", "bad"], ["b", "good"], ["a", "good"]] * 50, ["--folds", "1"], "folds cannot be made"),
    ],
)
def test_refusals_say_what_is_wrong(
    tmp_path: Path, rows: list[list[str]] | None, options: list[str], sentence: str
) -> None:
    file = tmp_path / "data.csv"
    if rows is not None:
        write_csv(file, ["kind", "outcome"], rows)
    with pytest.raises(CommandError) as refused:
        train(file, tmp_path / "out", *options)
    assert sentence in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_the_card_of_the_german_data(tmp_path: Path) -> None:
    """The known figure: out of fold 0.78 to 0.81; more would be a leak. The card in the house is this very one."""
    if not GERMAN.exists():
        pytest.skip("The German data are not beside this clone; the figures kept in the card stand alone.")
    found = train(
        GERMAN, tmp_path, "--drop", DROPPED, "--words", str(WORDS), target="creditability", bad="bad"
    )
    assert 0.78 <= found["figures"]["auc"]["mean"] <= 0.81
    assert len(found["by_seed"]["auc"]) == 5
    assert not {"personal_status_and_sex", "age_in_years", "foreign_worker"} & {
        one["column"] for one in found["characteristics"]
    }
    assert (tmp_path / "card.json").read_bytes() == FILE.read_bytes()
