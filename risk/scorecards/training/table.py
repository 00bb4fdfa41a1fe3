"""Read any CSV into columns of texts, and tell numbers from categories."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import numpy as np

from risk.domain.scorecard import read_number

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?"})
DELIMITERS = (",", ";", "\t", "|")
LARGEST_BYTES = 1024 * 1024 * 1024
# Fewer than this many of either kind and no figure would mean anything.
LEAST_OF_EACH = 20
LONGEST_VALUE = 200
MOST_CATEGORIES = 300


class TrainingError(Exception):
    """Why nothing can be trained, in a sentence for whoever typed the command."""


@dataclass(frozen=True)
class Column:
    """One column of texts; None where nothing is known."""

    name: str
    values: list[str | None]
    is_number: bool

    @property
    def known(self) -> list[str]:
        return [value for value in self.values if value is not None]

    @cached_property
    def levels(self) -> list[Decimal] | list[str]:
        """The different values in their order: exact numbers as the card will compare them, or texts."""
        different = set(self.known)
        return sorted({Decimal(value) for value in different}) if self.is_number else sorted(different)

    @cached_property
    def places(self) -> np.ndarray:
        """Each row's place among the levels, -1 where nothing is known."""
        place_of = {level: place for place, level in enumerate(self.levels)}
        by_text = {text: place_of[Decimal(text) if self.is_number else text] for text in set(self.known)}
        return np.array([-1 if value is None else by_text[value] for value in self.values])


@dataclass(frozen=True)
class Sample:
    """What is trained on: the columns, who was bad, and what was left out before anything was counted."""

    columns: list[Column]
    is_bad: list[bool]
    left_out: list[dict[str, str]]
    sha256: str
    rows_without_target: int

    @property
    def bads(self) -> int:
        return sum(self.is_bad)


def read_sample(path: Path, *, target: str, bad: str, drop: Sequence[str]) -> Sample:
    """Return the sample of a file.

    Refuses (TrainingError) no file, no table, names that are not in it, a target that is all bad, all good or knows no
    such value, and too few of either kind.
    """
    header, rows, sha256 = _read(path)
    for name in [target, *drop]:
        if name not in header:
            raise TrainingError(f"There is no column {name!r} in {path.name}. Its columns: {_named(header)}.")
    if target in drop:
        raise TrainingError(f"The target {target!r} cannot be dropped.")
    texts = {name: [row[place] for row in rows] for place, name in enumerate(header)}
    outcomes = [_known(value) for value in texts[target]]
    kept = [place for place, value in enumerate(outcomes) if value is not None]
    is_bad = _outcomes([str(outcomes[place]) for place in kept], target, bad)
    columns, left_out = [], []
    for name in header:
        if name == target or name in drop:
            continue
        column = _column(name, [texts[name][place] for place in kept])
        why = _useless(column)
        if why:
            left_out.append({"column": name, "why": why})
        else:
            columns.append(column)
    if not columns:
        raise TrainingError("No column is left to train on.")
    return Sample(columns, is_bad, left_out, sha256, len(rows) - len(kept))


def _read(path: Path) -> tuple[list[str], list[list[str]], str]:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise TrainingError(f"{path.name} is larger than 1 GB.")
        data = path.read_bytes()
    except OSError as error:
        raise TrainingError(f"{path} cannot be read: {error.strerror}.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda one: len(next(csv.reader([first], delimiter=one), [])))
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise TrainingError(f"{path.name} is no CSV: {error}.") from None
    if len(rows) < 2:
        raise TrainingError(f"{path.name} holds no rows below its header.")
    header = [name.strip() for name in rows[0]]
    if "" in header and header.count("") == 1 and header[0] == "":
        header[0] = "(row)"
    twice = [name for name, count in Counter(header).items() if count > 1]
    if twice or "" in header:
        raise TrainingError(
            f"Each column needs a name of its own; twice or empty: {_named(twice) or 'a name'}."
        )
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise TrainingError(
                f"Row {number} of {path.name} has {len(row)} values where the header names {len(header)} columns."
            )
    return header, rows[1:], hashlib.sha256(data).hexdigest()


def _outcomes(values: list[str], target: str, bad: str) -> list[bool]:
    found = Counter(values)
    if bad.strip() not in found:
        shown = ", ".join(f"{value!r} ({count})" for value, count in found.most_common(10))
        raise TrainingError(f"No row of {target!r} is {bad!r}. It holds: {shown or 'nothing'}.")
    bads = found[bad.strip()]
    goods = len(values) - bads
    if min(bads, goods) < LEAST_OF_EACH:
        raise TrainingError(
            f"Too little to learn from: {bads} bad and {goods} good rows; at least {LEAST_OF_EACH} of each are needed."
        )
    return [value == bad.strip() for value in values]


def _known(value: str) -> str | None:
    text = value.strip().replace("\x00", "")
    return None if text.lower() in MISSING else text[:LONGEST_VALUE].strip()


def _column(name: str, raw: list[str]) -> Column:
    values = [_known(value) for value in raw]
    known = [value for value in values if value is not None]
    if not all(read_number(value) is not None for value in known):
        # A comma may be the decimal sign where another sign parts the columns.
        points = [None if value is None else value.replace(",", ".", 1) for value in values]
        if not all(read_number(value) is not None for value in points if value is not None):
            return Column(name, values, is_number=False)
        values = points
    return Column(name, values, is_number=bool(known))


def _useless(column: Column) -> str:
    different = set(column.known)
    if not different:
        return "empty"
    if len(different) == 1 and len(column.known) == len(column.values):
        return "constant"
    # Names, numbers of files, free words: every row its own.
    if not column.is_number and len(different) > max(50, len(column.known) // 2):
        return "identifier"
    if not column.is_number and len(different) > MOST_CATEGORIES:
        return "too many categories"
    if column.is_number and len(different) == len(column.values) and _counts_up(column.known):
        return "identifier"
    return ""


def _counts_up(values: list[str]) -> bool:
    """Tell whether the values are the row's own number."""
    if not all(value.isdigit() and len(value) < 15 for value in values):
        return False
    numbers = [int(value) for value in values]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _named(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names)
