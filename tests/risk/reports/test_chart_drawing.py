"""Charts of a report on paper: a gap where nothing is known, a dash and not a zero."""

import pytest

from accounts.papers import Paper
from risk.reports.chart_drawing import draw_chart
from risk.reports.parts import Chart, Series


def test_what_is_not_known_is_a_gap_on_paper_too(monkeypatch: pytest.MonkeyPatch) -> None:
    paper, lines, said = Paper("Report", "foot"), [], []
    cell = paper.cell
    monkeypatch.setattr(paper, "polyline", lambda points: lines.append(len(points)))
    monkeypatch.setattr(paper, "cell", lambda *asked: (said.append(asked[2]), cell(*asked)))
    months = ["2026-01", "2026-02", "2026-03", "2026-04"]
    series = [Series("x", [10_000, None, 20_000, 30_000]), Series("y", [None] * 4)]
    draw_chart(paper, Chart("?", "line", months, series, "percent"))
    # One value alone is a dot, drawn as a line from itself to itself.
    assert lines == [2, 2]
    assert said[:2] == ["x 3.0%", "y —"]
    said.clear()
    draw_chart(paper, Chart("?", "bar", ["a", "b"], [Series("x", [10_000, None])], "percent"))
    assert [one for one in said if one in {"1.00%", "0.00%", "—"}] == ["1.00%", "—"]
