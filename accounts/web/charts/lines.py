"""Charts of lines."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from accounts.web.charts.frame import (
    BOTTOM,
    FORMATS,
    HEIGHT,
    TOP,
    Series,
    figure,
    figures_table,
    grid,
    ground,
    height_of,
    key,
    label_step,
    minor,
    nothing,
    round_up,
    text,
    tone_of,
)


def line_chart(
    title: Any, labels: Sequence[Any], series: Sequence[Series], *, unit: str = "percent", sentence: Any = ""
) -> SafeString:
    """Draw one line for each series over the labels, each ending with its last figure; the scale begins at zero."""
    if len(labels) < 2 or not any(value for row in series for value in row.values):
        return nothing(title)
    top = round_up(max(max(row.values) for row in series))
    said = FORMATS[unit][1]
    drawn = grid(top, said)
    plot, every = HEIGHT - TOP - BOTTOM, label_step(labels)
    step = 88 / (len(labels) - 1)
    lines = []
    for place, row in enumerate(series):
        tone = tone_of(row.tone, place)
        points = " ".join(
            f"{step * at:.2f},{plot - value * plot / top:.1f}" for at, value in enumerate(row.values)
        )
        if len(series) == 1:
            lines.append(f'<polygon class="area s{tone}" points="0,{plot} {points} 88,{plot}"/>')
        lines.append(f'<polyline class="line l{tone}" points="{points}"/>')
    drawn.append(
        f'<svg x="0" y="{TOP}" width="100%" height="{plot}" viewBox="0 0 100 {plot}" preserveAspectRatio="none">'
        + "".join(lines)
        + "</svg>"
    )
    for row, level in _apart(series, top):
        drawn.append(text(89, level, said(row.values[-1]), "value", "start"))
    for index in range(0, len(labels), every):
        anchor = "start" if index == 0 else "middle"
        drawn.append(
            text(step * index, HEIGHT - 6, labels[index], "label" + minor(index // every, 99), anchor)
        )
    return figure(title, sentence, "".join(drawn), key(series), figures_table(labels, series, unit))


def _apart(series: Sequence[Series], top: int) -> list[tuple[Series, float]]:
    """Return where each line's last figure stands, moved apart where lines end close together."""
    placed: list[tuple[Series, float]] = []
    for row in sorted(series, key=lambda one: -one.values[-1]):
        level = ground() - height_of(row.values[-1], top) + 4
        if placed and level - placed[-1][1] < 14:
            level = placed[-1][1] + 14
        placed.append((row, level))
    return placed
