"""What the analyses draw and shade: curves as far as they go, gaps for what is not known, alarms for what got worse."""

import datetime as dt
import re

import pytest
from django.utils import translation

from accounts.web.tables.sheets import BETTER, NUMBER, Head
from risk.domain.migration import BUCKET_COUNT, MatrixRow, RollRate
from risk.domain.vintages import VintageLoan, vintages
from risk.portfolio import analyses

ON = dt.date(2026, 6, 10)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def keys(markup: str) -> list[str]:
    items = re.findall(r"<li>(.*?)</li>", markup)
    return [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in items]


def test_every_vintage_of_the_table_has_its_curve_as_far_as_it_goes() -> None:
    bad = dt.date(2026, 5, 3)
    loans = [
        VintageLoan(dt.date(2026, 1, 5), 1_000_00, bad, 500_00),
        VintageLoan(dt.date(2026, 2, 5), 1_000_00),
        VintageLoan(dt.date(2026, 4, 5), 1_000_00),
        VintageLoan(dt.date(2026, 5, 5), 1_000_00),
    ]
    sheet, chart = analyses.vintage_sheet(vintages(loans, ON), 90, "amount")
    assert [line.values[0] for line in sheet.lines] == ["2026-01", "2026-02", "2026-04", "2026-05"]
    # May has one month end, which makes no line; the others end where their months do.
    assert keys(str(chart)) == ["2026-01 50.0%", "2026-02 0.0% (3)", "2026-04 0.0% (1)"]
    assert len(re.findall("<polyline", str(chart))) == 3


def test_a_table_of_zeros_stands_under_lines_of_zeros() -> None:
    loans = [VintageLoan(dt.date(2026, 1, 5), 1_000_00)]
    _sheet, chart = analyses.vintage_sheet(vintages(loans, ON), 90, "amount")
    assert "no figures" not in str(chart)
    assert "<polyline" in str(chart)


def test_a_bucket_that_owed_nothing_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    def rates(owed_fen: int) -> list[RollRate]:
        return [RollRate(at, owed_fen if at == 1 else 100, 0, 0, 0, 0) for at in range(BUCKET_COUNT)]

    months = iter([100, 0, 100, 0, 0, 0])
    monkeypatch.setattr(analyses, "rolls_of", lambda pairs: [rates(next(months)) for _pair in pairs])
    sheet, chart = analyses.roll_sheet(ON)
    assert sheet.lines[1].values[1:] == [0, None, 0, None, None, None]
    assert re.findall(r'class="(line[^"]*)"', str(chart).split("</ul>")[1]) == [
        "line l1",
        "line dot l2",
        "line dot l2",
        "line l3 d3",
        "line l4 d4",
    ]
    assert "1-30 days 0.0% (2026-03)" in keys(str(chart))


def test_only_what_got_worse_looks_like_an_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    places = (0,) * BUCKET_COUNT
    rows = [MatrixRow(1, 100, places, places, 0, 0, 0, 0) for _at in range(BUCKET_COUNT)]
    rows[1] = rows[1]._replace(to_fen=(40, 30, 25, 5, 0, 0, 0))
    monkeypatch.setattr(analyses, "matrix_of", lambda *_asked: (rows, rows[0]))
    line = analyses.matrix_sheet(ON, ON, "bucket").lines[1]
    assert [line.shades[3 + at] for at in range(BUCKET_COUNT)] == [BETTER, 0, 3, 1, 0, 0, 0]


def test_months_and_numbers_in_heads_do_not_break() -> None:
    labels = ["2026-06", "11", "31-60 天", "181-360 days", "Loans"]
    assert [Head(label, NUMBER).is_whole for label in labels] == [True, True, True, False, False]
