"""Who may decide on a loan: bands of amounts, a row each, without gaps and without overlaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Literal

Kind = Literal["sole", "joint", "committee"]
# By how many decide, the fewest first.
KINDS: tuple[Kind, ...] = ("sole", "joint", "committee")
SEVERITIES = ("none", "minor", "major")
SIGNATURES = {"sole": 1, "joint": 2, "committee": 0}


@dataclass(frozen=True)
class AuthorityRow:
    """One band: more than `above_fen`, up to and with `up_to_fen` (None: without an end).

    `roles` are who signs: one for a sole decision, two for a joint one, none where the committee decides.
    """

    line: str
    grade: str
    severity: str
    above_fen: int
    up_to_fen: int | None
    kind: Kind
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """What is wrong with a table, and where."""

    code: str
    line: str
    grade: str
    severity: str
    at_fen: int = 0


def find_row(
    rows: Iterable[AuthorityRow], *, line: str, grade: str, severity: str, amount_fen: int
) -> AuthorityRow:
    """Return the one row that covers an amount above zero; raises LookupError where the table has a gap."""
    for row in rows:
        if (row.line, row.grade, row.severity) == (line, grade, severity) and _covers(row, amount_fen):
            return row
    raise LookupError(f"No row for {amount_fen} fen, {line}, grade {grade}, severity {severity}.")


def worst(severities: Iterable[str]) -> str:
    """Return the gravest of several severities, `none` where there are none."""
    return max(severities, key=SEVERITIES.index, default="none")


def faults_of(rows: Sequence[AuthorityRow], *, lines: Iterable[str], grades: Iterable[str]) -> list[Fault]:
    """Return every gap, overlap and impossible row of a table over all lines, grades and severities.

    Within one line, grade and severity the bands begin at zero, meet without a gap, and the last has no end.
    """
    cells = list(product(lines, grades, SEVERITIES))
    known = set(cells)
    found = [
        Fault("unknown_cell", row.line, row.grade, row.severity, row.above_fen)
        for row in rows
        if (row.line, row.grade, row.severity) not in known
    ]
    for line, grade, severity in cells:
        of_cell = [row for row in rows if (row.line, row.grade, row.severity) == (line, grade, severity)]
        found += [Fault(code, line, grade, severity, at_fen) for code, at_fen in _faults_in(of_cell)]
    return found


def _covers(row: AuthorityRow, amount_fen: int) -> bool:
    return row.above_fen < amount_fen and (row.up_to_fen is None or amount_fen <= row.up_to_fen)


def _faults_in(rows: Sequence[AuthorityRow]) -> list[tuple[str, int]]:
    bands = sorted(rows, key=lambda row: row.above_fen)
    found = [("bad_roles", row.above_fen) for row in bands if len(row.roles) != SIGNATURES.get(row.kind, -1)]
    found += [
        ("empty_band", row.above_fen)
        for row in bands
        if row.up_to_fen is not None and row.up_to_fen <= row.above_fen
    ]
    if not bands or bands[0].above_fen != 0:
        found.append(("gap", 0))
    for before, after in pairwise(bands):
        if before.up_to_fen is None or before.up_to_fen > after.above_fen:
            found.append(("overlap", after.above_fen))
        elif before.up_to_fen < after.above_fen:
            found.append(("gap", before.up_to_fen))
    if bands and bands[-1].up_to_fen is not None:
        found.append(("gap", bands[-1].up_to_fen))
    return found
