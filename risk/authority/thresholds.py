"""The matrix as people write it: up to where one decides, and up to where two; the committee has the rest."""

from collections.abc import Iterable
from dataclasses import dataclass

from risk.domain.authority import AuthorityRow


@dataclass(frozen=True)
class Thresholds:
    """Both in fen, `sole_fen` at most `joint_fen`; zero where the band is empty."""

    line: str
    grade: str
    severity: str
    sole_fen: int
    joint_fen: int


def rows_from(thresholds: Iterable[Thresholds], *, sole: str, joint: tuple[str, str]) -> list[AuthorityRow]:
    """Return the rows of the thresholds, with whose roles sign alone and together."""
    rows: list[AuthorityRow] = []
    for one in thresholds:
        cell = (one.line, one.grade, one.severity)
        if one.sole_fen > 0:
            rows.append(AuthorityRow(*cell, 0, one.sole_fen, "sole", (sole,)))
        if one.joint_fen > one.sole_fen:
            rows.append(AuthorityRow(*cell, one.sole_fen, one.joint_fen, "joint", joint))
        rows.append(AuthorityRow(*cell, max(one.sole_fen, one.joint_fen), None, "committee"))
    return rows


def thresholds_from(rows: Iterable[AuthorityRow]) -> list[Thresholds]:
    """Return where the bands of one and of two signatures end, line by line, grade by grade, by severity."""
    ends: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in rows:
        of_cell = ends.setdefault((row.line, row.grade, row.severity), {"sole": 0, "joint": 0})
        if row.kind in of_cell and row.up_to_fen is not None:
            of_cell[row.kind] = row.up_to_fen
    return [
        Thresholds(*cell, found["sole"], max(found["sole"], found["joint"])) for cell, found in ends.items()
    ]
