"""The table of who may decide: bands that meet, without gaps and overlaps."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.authority.thresholds import Thresholds, rows_from, thresholds_from
from risk.domain.authority import SEVERITIES, AuthorityRow, Fault, faults_of, find_row, worst
from risk.services.seed_authority import first_thresholds

JOINT = ("risk_manager", "general_manager")
CELL = ("cash", "B", "none")
BANDS = [
    AuthorityRow(*CELL, 0, 100, "sole", ("risk_manager",)),
    AuthorityRow(*CELL, 100, 300, "joint", JOINT),
    AuthorityRow(*CELL, 300, None, "committee"),
]


def rows_of_one_cell(bands: list[AuthorityRow]) -> list[AuthorityRow]:
    """The cell under test with these bands, every other one whole."""
    others = [
        AuthorityRow("cash", "B", severity, 0, None, "committee")
        for severity in SEVERITIES
        if severity != "none"
    ]
    return [*bands, *others]


def faults(bands: list[AuthorityRow]) -> list[Fault]:
    return faults_of(rows_of_one_cell(bands), lines=["cash"], grades=["B"])


@pytest.mark.parametrize(
    ("amount_fen", "kind"), [(1, "sole"), (100, "sole"), (101, "joint"), (300, "joint"), (301, "committee")]
)
def test_a_band_ends_with_its_limit(amount_fen: int, kind: str) -> None:
    found = find_row(BANDS, line="cash", grade="B", severity="none", amount_fen=amount_fen)
    assert found.kind == kind


def test_a_whole_table_has_no_faults() -> None:
    assert faults(BANDS) == []


@pytest.mark.parametrize(
    ("bands", "code", "at_fen"),
    [
        (BANDS[1:], "gap", 0),
        ([BANDS[0], BANDS[2]], "gap", 100),
        (BANDS[:2], "gap", 300),
        ([], "gap", 0),
        ([BANDS[0], replace(BANDS[1], above_fen=90), BANDS[2]], "overlap", 90),
        ([BANDS[0], replace(BANDS[1], up_to_fen=None), BANDS[2]], "overlap", 300),
        ([BANDS[0], replace(BANDS[1], roles=("risk_manager",)), BANDS[2]], "bad_roles", 100),
        ([replace(BANDS[0], roles=()), *BANDS[1:]], "bad_roles", 0),
    ],
)
def test_every_fault_is_named_with_its_place(bands: list[AuthorityRow], code: str, at_fen: int) -> None:
    assert Fault(code, *CELL, at_fen) in faults(bands)


def test_a_row_for_no_line_or_grade_is_a_fault() -> None:
    stray = AuthorityRow("cash", "Z", "none", 0, None, "committee")
    assert faults([*BANDS, stray]) == [Fault("unknown_cell", "cash", "Z", "none", 0)]


def test_the_first_version_is_whole_and_leaves_small_loans_to_one() -> None:
    rows = rows_from(first_thresholds(), sole="risk_manager", joint=JOINT)
    lines, grades = ("cash", "goods"), "ABCD"
    assert faults_of(rows, lines=lines, grades=grades) == []
    for line, grade in product(lines, grades):
        small = find_row(rows, line=line, grade=grade, severity="none", amount_fen=50_000_00)
        assert (small.kind, small.roles) == ("sole", ("risk_manager",))
    worst_case = find_row(rows, line="cash", grade="D", severity="major", amount_fen=1)
    assert worst_case.kind == "committee"


limits = st.integers(min_value=0, max_value=10**9)


@given(limits, limits, st.integers(min_value=1, max_value=2 * 10**9))
def test_any_two_limits_make_a_whole_table(one_fen: int, other_fen: int, amount_fen: int) -> None:
    sole_fen, joint_fen = sorted((one_fen, other_fen))
    cells = [Thresholds("cash", "B", severity, sole_fen, joint_fen) for severity in SEVERITIES]
    rows = rows_from(cells, sole="risk_manager", joint=JOINT)
    assert faults_of(rows, lines=["cash"], grades=["B"]) == []
    assert thresholds_from(rows) == cells
    found = find_row(rows, line="cash", grade="B", severity="minor", amount_fen=amount_fen)
    expected = "sole" if amount_fen <= sole_fen else "joint" if amount_fen <= joint_fen else "committee"
    assert found.kind == expected


def test_the_worst_exception_counts() -> None:
    assert worst([]) == "none"
    assert worst(["none", "major", "minor"]) == "major"
