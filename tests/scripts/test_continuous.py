"""When the full run calls a part good."""

import pytest

from script.lib.continuous import Part, judge, report

CLOSING = "======= 12 passed, 3 skipped in 4.50s ======="


@pytest.mark.parametrize(
    ("name", "closing", "code", "wrong"),
    [
        ("SQLite", [CLOSING], 0, ""),
        ("SQLite", [CLOSING], 1, "exit 1"),
        ("SQLite", ["===== no tests ran in 0.01s ====="], 5, "exit 5"),
        ("SQLite", ["===== 3 skipped in 0.01s ====="], 0, "no test ran"),
        ("SQLite", [], 0, "no test ran"),
        ("lint", ["✓ mypy (4 s)"], 0, ""),
    ],
)
def test_a_part_is_good_only_when_tests_ran_and_passed(
    name: str, closing: list[str], code: int, wrong: str
) -> None:
    assert judge(Part(name, 1.0, closing=closing), code).wrong == wrong


def test_a_part_that_was_cut_off_says_so() -> None:
    assert judge(Part("lint", 300.0, limit_seconds=300), -9).wrong == "took longer than 300 seconds"


def test_one_bad_part_fails_the_whole_and_the_closing_lines_are_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = judge(Part("SQLite", 1.0, closing=["dots", CLOSING]), 0)
    bad = judge(Part("lint", 1.0), 1)
    assert report([good], 61.0) == 0
    assert f"    {CLOSING}\n" in capsys.readouterr().out
    assert report([good, bad], 61.0) == 1
    assert "✗ lint: exit 1 (1 s)" in capsys.readouterr().out
