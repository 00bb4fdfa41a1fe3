"""A chart of a report on paper: bars with their figures, lines with their last one, gaps as on the page."""

from collections.abc import Sequence

from accounts.papers import INK, JADE, LINE, SLATE, Paper
from accounts.web.charts.frame import known_runs, last_known, said_fully, said_shortly, total_known
from risk.reports.parts import Chart

HEIGHT, FOOT, BAR = 44.0, 6.0, 6.2
TONES = (JADE, (180, 83, 9), (185, 28, 28), (71, 85, 105))
LABEL_MM, FIGURE_MM = 44.0, 30.0


def draw_chart(paper: Paper, chart: Chart) -> None:
    """Draw a chart at the paper's place, on one page; one without a figure is left out."""
    if not any(value for one in chart.series for value in one.values):
        return
    needed = len(chart.labels) * BAR if chart.kind == "bar" else HEIGHT + FOOT
    if paper.get_y() + needed + 14 > paper.h - 20:
        paper.add_page()
    paper.ln(2)
    paper.write_record(chart.title, chart.sentence)
    if chart.kind == "line":
        _draw_lines(paper, chart)
    else:
        _draw_bars(paper, chart)
    paper.ln(2)


def _draw_bars(paper: Paper, chart: Chart) -> None:
    """Draw a bar a line, its label at the left and its figure behind it."""
    totals = [total_known(values) for values in zip(*(one.values for one in chart.series), strict=True)]
    room, most = paper.epw - LABEL_MM - FIGURE_MM, max(total or 0 for total in totals)
    for label, total in zip(chart.labels, totals, strict=True):
        top = paper.get_y()
        paper.style(8.5, INK)
        paper.cell(LABEL_MM, BAR, paper.fitting(str(label), LABEL_MM))
        width = room * total / most if total else 0
        paper.set_fill_color(*JADE)
        if width:
            paper.rect(paper.l_margin + LABEL_MM, top + 1, width, BAR - 2, style="F")
        paper.set_x(paper.l_margin + LABEL_MM + width + 1)
        paper.cell(FIGURE_MM, BAR, said_fully(total, chart.unit))
        paper.ln(BAR)


def _draw_lines(paper: Paper, chart: Chart) -> None:
    """Draw a line for each row of values; each ends with its name and last figure."""
    left, top, room = paper.l_margin, paper.get_y(), paper.epw - FIGURE_MM
    most = max((value or 0 for one in chart.series for value in one.values), default=0) or 1
    step = room / max(1, len(chart.labels) - 1)
    paper.set_draw_color(*LINE)
    paper.line(left, top + HEIGHT, left + room, top + HEIGHT)
    ends = [last_known(one.values) for one in chart.series]
    levels = _apart([HEIGHT * (end or 0) / most for end in ends])
    for place, one in enumerate(chart.series):
        tone = TONES[place % len(TONES)]
        paper.set_draw_color(*tone)
        paper.set_line_width(0.5)
        for run in known_runs(one.values):
            points = [(left + step * at, top + HEIGHT - HEIGHT * value / most) for at, value in run]
            paper.polyline(points if len(points) > 1 else points * 2)
        paper.style(8, tone)
        paper.set_xy(left + room + 1, top + HEIGHT - levels[place] - 2)
        paper.cell(FIGURE_MM, 4, f"{one.name} {said_shortly(ends[place], chart.unit)}")
    paper.set_line_width(0.2)
    paper.style(8, SLATE)
    every = -(-len(chart.labels) // 6)
    for at in range(0, len(chart.labels), every):
        paper.set_xy(left + step * at - (0 if at == 0 else 8), top + HEIGHT + 1)
        paper.cell(16, 4, str(chart.labels[at]))
    paper.set_xy(left, top + HEIGHT + FOOT)


def _apart(levels: Sequence[float]) -> list[float]:
    """Return where the last figures stand, moved apart where lines end close together."""
    placed: dict[int, float] = {}
    floor = -100.0
    for place in sorted(range(len(levels)), key=lambda at: levels[at]):
        floor = max(levels[place], floor + 4)
        placed[place] = floor
    return [placed[place] for place in range(len(levels))]
