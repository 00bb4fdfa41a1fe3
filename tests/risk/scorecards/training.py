"""What the tests of training share: numpy, which a bare site lacks, and small files with a known answer."""

import csv
import os
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

NO_NUMPY = "No numpy: training is NOT tested. Install requirements-scorecard.txt."
GERMAN = Path(__file__).parents[4] / "shared" / "data" / "german_credit.csv"


def need_numpy() -> None:
    """Skip loudly where numpy is not installed; in CI that is a failure."""
    if find_spec("numpy") is None:
        if os.environ.get("CI"):
            pytest.fail(NO_NUMPY)
        pytest.skip(NO_NUMPY, allow_module_level=True)


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str = ","
) -> Path:
    """Write a file as spreadsheets do."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def known_rows() -> list[tuple[str, str]]:
    """Return 3,000 rows: of a, b and c a tenth, a fifth and two fifths are bad; shuffled, but always the same."""
    shares = {"a": 100, "b": 200, "c": 400}
    rows = [
        (value, "bad" if place < bads else "good") for value, bads in shares.items() for place in range(1_000)
    ]
    Random(7).shuffle(rows)
    return rows
