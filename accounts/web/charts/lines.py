"""Charts of lines: what is not known is a gap, and a line is told from the others by its dashes and its name too."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from accounts.web.charts.frame import (
    BOTTOM,
    FORMATS,
    HEIGHT,
    SERIES,
    STEPS,
    TOP,
    USUAL_WIDTH,
    Series,
    draw_labels,
    escape,
    figure,
    figures_table,
    grid,
    ground,
    height_of,
    known_runs,
    last_known,
    nothing,
    round_up,
    said_shortly,
    text,
    tone_of,
    width_of,
)

PLOT = HEIGHT - TOP - BOTTOM
# In per cent: where the lines begin, behind the scale. In pixels: how wide words at the lines' ends may be, and how far
# apart they stand.
LEFT = 12
WIDEST_END, APART = 75, 14
# The scale of shares that are zero all along: a share of zero is a figure, where no money at all is none.
LEAST_PPM = 10_000


def line_chart(
    title: Any, labels: Sequence[Any], series: Sequence[Series], *, unit: str = "percent", sentence: Any = ""
) -> SafeString:
    """Draw one line for each series over the labels; the scale begins at zero, None is a gap in the line.

    At its end stands its name, or its last figure where names are too long; the key says both.
    """
    known = [value for row in series for value in row.values if value is not None]
    if len(labels) < 2 or not known or not (any(known) or unit == "percent"):
        return nothing(title)
    top = round_up(max(known)) if any(known) else LEAST_PPM
    ends = _ends(series, unit)
    right = 100 - (max(width_of(words) for words in ends) + 8) * 100 / USUAL_WIDTH
    lines = "".join(_line(row, place, top, is_alone=len(series) == 1) for place, row in enumerate(series))
    drawn = grid(top, FORMATS[unit][1], scale="start")
    drawn.append(
        f'<svg x="{LEFT}%" y="{TOP}" width="{right - LEFT:.2f}%" height="{PLOT}" viewBox="0 0 100 {PLOT}" '
        f'preserveAspectRatio="none">{lines}</svg>'
    )
    step = (right - LEFT) / (len(labels) - 1)
    places = [LEFT + step * at for at in range(len(labels))]
    for place, x, level in _apart(_named_ends(series, top, places)):
        drawn.append(text(x + 1.2, level + 4, ends[place], "value", "start"))
    below, more = draw_labels(labels, places, right - LEFT, STEPS)
    table = figures_table(labels, series, unit)
    return figure(
        title, sentence, "".join([*drawn, *below]), _key(series, labels, unit), table, height=HEIGHT + more
    )


def _line(row: Series, place: int, top: int, *, is_alone: bool) -> str:
    """Return the runs of a line between its gaps; a run of one value is a dot."""
    tone, step, drawn = tone_of(row.tone, place), 100 / (len(row.values) - 1), []
    for run in known_runs(row.values):
        points = [(step * at, PLOT - value * PLOT / top) for at, value in run]
        said = " ".join(f"{x:.2f},{y:.1f}" for x, y in points)
        if len(points) == 1:
            drawn.append(f'<polyline class="line dot l{tone}" points="{said} {said}"/>')
            continue
        if is_alone:
            area = f"{points[0][0]:.2f},{PLOT} {said} {points[-1][0]:.2f},{PLOT}"
            drawn.append(f'<polygon class="area s{tone}" points="{area}"/>')
        drawn.append(f'<polyline class="line l{tone}{_dash(place)}" points="{said}"/>')
    return "".join(drawn)


def _dash(place: int) -> str:
    """The first line is whole, each other has its own dashes; where colours begin anew they meet other dashes."""
    dash = (place + place // SERIES) % SERIES
    return f" d{dash + 1}" if dash else ""


def _ends(series: Sequence[Series], unit: str) -> list[str]:
    """Return what stands at the lines' ends: their names where there are several and all are short."""
    names = [str(row.name) for row in series]
    if len(series) > 1 and all(width_of(name) <= WIDEST_END for name in names):
        return names
    return [said_shortly(last_known(row.values), unit) for row in series]


def _named_ends(
    series: Sequence[Series], top: int, places: Sequence[float]
) -> list[tuple[int, float, float]]:
    """Return place, x and level of every end that is named; of many lines those on the ground are in the key alone."""
    ends = []
    for place, row in enumerate(series):
        runs = known_runs(row.values)
        if runs and (runs[-1][-1][1] or len(series) <= SERIES):
            at, value = runs[-1][-1]
            ends.append((place, places[at], ground() - height_of(value, top)))
    return ends


def _apart(ends: Sequence[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    """Move names that would cover each other apart: downwards, and from the ground up again."""
    wide = (WIDEST_END + 8) * 100 / USUAL_WIDTH
    down: list[tuple[int, float, float]] = []
    for place, x, level in sorted(ends, key=lambda one: (one[2], one[0])):
        above = [other + APART for _place, at, other in down if abs(at - x) < wide]
        down.append((place, x, max([level, *above])))
    up: list[tuple[int, float, float]] = []
    for place, x, level in sorted(down, key=lambda one: -one[2]):
        below = [other - APART for _place, at, other in up if abs(at - x) < wide]
        up.append((place, x, min([level, ground() - 4.0, *below])))
    return up


def _key(series: Sequence[Series], labels: Sequence[Any], unit: str) -> str:
    """Name every line beside a sample of it, with its last figure, and where that is not the newest its label."""
    if len(series) < 2:
        return ""
    items = "".join(_key_item(row, place, labels, unit) for place, row in enumerate(series))
    return f'<ul class="chart-key">{items}</ul>'


def _key_item(row: Series, place: int, labels: Sequence[Any], unit: str) -> str:
    runs = known_runs(row.values)
    last = runs[-1][-1][0] if runs else len(labels) - 1
    when = f" ({escape(labels[last])})" if last < len(labels) - 1 else ""
    said = escape(said_shortly(last_known(row.values), unit))
    look = f"line l{tone_of(row.tone, place)}{_dash(place)}"
    return (
        f'<li><svg class="sample" viewBox="0 0 28 10" aria-hidden="true"><line class="{look}" x1="1" x2="27" y1="5" '
        f'y2="5"/></svg>{escape(row.name)} <strong>{said}</strong>{when}</li>'
    )
