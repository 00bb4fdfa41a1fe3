"""Charts say what they show in words and in a table, carry no style, and never draw more than there is."""

import re
import time
from xml.etree import ElementTree

import pytest
from django.utils import translation

from accounts.web import charts
from accounts.web.charts import Part, Series, frame

MONTHS = [f"2026-{month:02d}" for month in range(1, 13)]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def parsed(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<page>{markup}</page>")  # noqa: S314 — our own markup


def every_chart() -> list[str]:
    rows = [{"due_on": f"{month}-23", "principal_fen": 90_000, "interest_fen": 5_000} for month in MONTHS]
    return [
        charts.bar_chart("Received?", MONTHS, list(range(12))),
        charts.stacked_bar_chart(
            "Paid?", MONTHS, [Series("a", [1] * 12), Series("b", [2] * 12)], unit="number"
        ),
        charts.line_chart("Late?", MONTHS, [Series("30 days", [10_000 + at for at in range(12)])]),
        charts.share_bar("Where?", [Part("A", 700), Part("B", 300)]),
        charts.schedule_chart(rows),
        charts.sparkline([3, 1, 2], label="received"),
        charts.progress(1, 3, label="Funded", words="of ¥3.00"),
        charts.bar_chart("Nothing?", [], []),
    ]


def test_every_chart_is_well_formed_and_without_style_or_script() -> None:
    for markup in every_chart():
        parsed(markup)
        assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", markup)


def test_a_drawing_is_named_by_its_title_and_its_sentence() -> None:
    page = parsed(charts.bar_chart("Received?", ["01", "02"], [100, 200], sentence="In yuan."))
    drawing = page.find(".//svg[@role='img']")
    names = [page.find(f".//*[@id='{name}']").text for name in drawing.get("aria-labelledby").split()]
    assert names == ["Received?", "In yuan."]


def test_the_table_says_the_figures_to_the_fen() -> None:
    page = parsed(charts.bar_chart("Received?", ["01", "02"], [123_456, 1]))
    rows = [["".join(cell.itertext()) for cell in row] for row in page.findall(".//tbody/tr")]
    assert rows == [["01", "¥1,234.56"], ["02", "¥0.01"]]


def test_words_from_people_are_escaped() -> None:
    markup = charts.share_bar("<b>", [Part("<script>alert(1)</script>", 5), Part('"x"', 5)])
    assert "<script>" not in markup
    assert "<b>" not in markup
    parsed(markup)


def test_bars_stand_on_the_ground_and_within_the_drawing() -> None:
    page = parsed(charts.stacked_bar_chart("?", ["a", "b"], [Series("x", [10, 990]), Series("y", [0, 10])]))
    bars = page.findall(".//rect[@class]")
    bars = [bar for bar in bars if bar.get("class").startswith("bar")]
    assert len(bars) == 3, "a part of nothing is not drawn"
    for bar in bars:
        assert float(bar.get("y")) >= 0
        assert float(bar.get("y")) + float(bar.get("height")) <= frame.HEIGHT - frame.BOTTOM + 0.1
        assert 0 <= float(bar.get("x").rstrip("%")) <= 100


def test_shares_fill_the_bar_once() -> None:
    page = parsed(charts.share_bar("?", [Part("A", 1), Part("B", 1), Part("C", 1)]))
    bars = list(page.findall(".//svg[@role='img']/rect"))
    last = bars[-1]
    assert 99 < float(last.get("x").rstrip("%")) + float(last.get("width").rstrip("%")) <= 100


@pytest.mark.parametrize(
    ("done", "total", "said"),
    [(0, 10, "0%"), (9_999, 10_000, "99%"), (10, 10, "100%"), (11, 10, "100%"), (5, 0, "0%")],
)
def test_progress_says_full_only_when_it_is(done: int, total: int, said: str) -> None:
    assert f"<strong>{said}</strong>" in charts.progress(done, total)


def test_a_stack_refuses_negative_parts() -> None:
    with pytest.raises(ValueError, match="negative"):
        charts.stacked_bar_chart("?", ["a"], [Series("x", [-1])])


def test_no_figures_are_said_in_words() -> None:
    for markup in (charts.bar_chart("?", ["a"], [0]), charts.line_chart("?", ["a"], [Series("x", [1])])):
        assert "There are no figures to draw yet." in markup
        assert "<svg" not in markup


@pytest.mark.parametrize(
    ("value", "top"), [(1, 4), (101, 120), (106_618, 120_000), (250_000, 300_000), (999, 1_000)]
)
def test_a_scale_ends_with_a_round_figure_above_the_highest(value: int, top: int) -> None:
    assert frame.round_up(value) == top


def test_a_chart_of_a_year_takes_about_a_millisecond() -> None:
    """Ten times the wish, so that only a change of kind and not a busy machine fails it."""
    started = time.process_time()
    for _ in range(20):
        charts.bar_chart("Received?", MONTHS, [312_455] * 12)
    assert (time.process_time() - started) / 20 < 0.010


def words_of(markup: str, css: str) -> list[str]:
    return [one.text or "" for one in parsed(markup).findall(".//text") if one.get("class").split()[0] == css]


def test_what_is_not_known_is_a_gap_and_a_dash_and_never_a_zero() -> None:
    markup = charts.line_chart(
        "?",
        ["a", "b", "c", "d"],
        [Series("x", [0, None, 20_000, 10_000]), Series("y", [None, None, 40_000, None])],
    )
    runs = [(one.get("class"), one.get("points")) for one in parsed(markup).findall(".//polyline")]
    # Of x a dot, a gap of one and a piece; of y one dot and nothing else. The scale ends at 4 %, 178 pixels high.
    assert runs == [
        ("line dot l1", "0.00,178.0 0.00,178.0"),
        ("line l1", "66.67,89.0 100.00,133.5"),
        ("line dot l2", "66.67,0.0 66.67,0.0"),
    ]
    cells = [["".join(cell.itertext()) for cell in row] for row in parsed(markup).findall(".//tbody/tr")]
    assert cells[1] == ["b", "—", "—"]
    assert cells[0] == ["a", "0.00%", "—"]


def test_bars_of_what_is_not_known_are_none_and_have_no_figure_of_zero() -> None:
    markup = charts.bar_chart("?", ["a", "b", "c"], [10_000, None, 0], unit="percent")
    assert words_of(markup, "value") == ["1.0%", "—"]
    assert '<td class="figure">—</td>' in markup


def test_every_line_is_named_with_its_last_figure_and_its_own_dashes() -> None:
    series = [Series(f"PAR {days}", [0, days * 100]) for days in (30, 60, 90)]
    page = parsed(charts.line_chart("?", ["2026-01", "2026-02"], series))
    key = [" ".join("".join(one.itertext()).split()) for one in page.findall(".//ul[@class='chart-key']/li")]
    assert key == ["PAR 30 0.3%", "PAR 60 0.6%", "PAR 90 0.9%"]
    assert [one.get("class") for one in page.findall(".//polyline")] == [
        "line l1",
        "line l2 d2",
        "line l3 d3",
    ]
    ends = {one.text: float(one.get("y")) for one in page.findall(".//text") if one.get("class") == "value"}
    # The scale ends at 1 %, 178 pixels above the ground at 196; words stand 4 below their point.
    assert ends == {"PAR 90": 39.8, "PAR 60": 93.2, "PAR 30": 146.6}


def test_lines_that_end_together_on_the_ground_are_named_above_it_one_by_one() -> None:
    page = parsed(charts.line_chart("?", ["a", "b"], [Series(name, [0, 0]) for name in ("x", "y", "z")]))
    levels = sorted(float(one.get("y")) for one in page.findall(".//text") if one.get("class") == "value")
    assert levels == [168.0, 182.0, 196.0]


def test_where_a_line_ended_earlier_the_key_says_when() -> None:
    markup = charts.line_chart("?", ["a", "b"], [Series("x", [10_000, None]), Series("y", [0, 20_000])])
    key = parsed(markup).findall(".//ul[@class='chart-key']/li")
    assert [" ".join("".join(one.itertext()).split()) for one in key] == ["x 1.0% (a)", "y 2.0%"]


def test_of_many_lines_no_two_look_alike() -> None:
    series = [Series(str(at), [at, at]) for at in range(18)]
    page = parsed(charts.line_chart("?", ["a", "b"], series))
    assert len({one.get("class") for one in page.findall(".//polyline")}) == 18


def test_a_share_of_zero_is_a_figure_and_no_money_is_none() -> None:
    assert "<polyline" in charts.line_chart("?", ["a", "b"], [Series("x", [0, 0])])
    assert "<svg" not in charts.line_chart("?", ["a", "b"], [Series("x", [0, 0])], unit="yuan")
    assert "<svg" not in charts.line_chart("?", ["a", "b"], [Series("x", [None, None])])


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (["1–30", "31–60", "61–90", "91–180", "181–360", ">360"], 6),
        (["1–30 天", "31–60 天", "61–90 天", "91–180 天", "181–360 天", "361+ 天"], 6),
        ([str(number) for number in range(1, 21)], 20),
        ([f"{year}-01" for year in range(2020, 2032)], 6),
    ],
)
def test_bars_show_every_name_and_only_days_are_counted_on(labels: list[str], shown: int) -> None:
    markup = charts.bar_chart("?", labels, [7_000_000_00] * len(labels))
    assert len(words_of(markup, "label")) == shown
    if shown == len(labels):
        assert words_of(markup, "label") == labels
        assert "label minor" not in markup


def test_bars_with_names_too_long_to_stand_lie_down_each_under_its_name() -> None:
    names = [f"Line of business the line number {at}" for at in range(4)]
    markup = charts.bar_chart("?", names, [100, 200, 400, None], unit="number")
    assert words_of(markup, "label") == names
    assert words_of(markup, "value") == ["100", "200", "400", "—"]
    widths = [float(one.get("width").rstrip("%")) for one in parsed(markup).findall(".//rect")]
    assert [round(widths[2] / one) for one in widths] == [4, 2, 1]
