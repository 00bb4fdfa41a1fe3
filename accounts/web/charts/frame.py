"""What every chart stands in: title and sentence, words, scale, key, and the table that says the same."""

import html
import math
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.web import formats

HEIGHT = 220
TOP, BOTTOM = 18, 24
SERIES = 6
# What words need: the width of a letter and of a Chinese character, the height of a row of labels, the width of a
# chart in half a page, and the per cent of it kept for the scale.
LETTER, CHARACTER, ROW, USUAL_WIDTH, SCALE_COLUMN = 7, 12, 15, 340, 13
FIRST_CJK = "\u2e80"
UNKNOWN = "—"
# Of days, and along a line of steps of a scale, a reader supplies what is left out between two; of anything else
# nobody can, nor of numbers that name bars.
DAYS = re.compile(r"\d{4}-\d{2}(-\d{2})?|\d{2}-\d{2}")
STEPS = re.compile(DAYS.pattern + r"|\d+%?")
MOST_ROWS = 3

Formatter = Callable[[int], str]
FORMATS: dict[str, tuple[Formatter, Formatter]] = {
    # What the table says, and what stands beside a bar.
    "yuan": (formats.yuan, formats.short_yuan),
    "percent": (formats.percent, lambda ppm: formats.percent(ppm, 1)),
    "number": (formats.number, formats.number),
}


@dataclass(frozen=True)
class Series:
    """One row of values with its name, None where nothing is known; `tone` picks one of the six series colours."""

    name: Any
    values: Sequence[int | None]
    tone: int = 0


@dataclass(frozen=True)
class Part:
    """One share of a whole."""

    name: Any
    value: int
    tone: int = 0


def escape(words: Any) -> str:
    """Escape by the standard library: Django's own costs ten times as much, and a chart has hundreds of words."""
    return html.escape(str(words))


def tone_of(tone: int, place: int) -> int:
    """Return the colour asked for, else the next one by place."""
    return tone if 1 <= tone <= SERIES else place % SERIES + 1


def ground() -> int:
    """Return where values begin, in pixels from above."""
    return HEIGHT - BOTTOM


def height_of(value: int, top: int) -> float:
    """Return how many pixels a value stands above the ground."""
    return value * (HEIGHT - TOP - BOTTOM) / top


def round_up(value: int) -> int:
    """Return the next round figure, for a scale that ends with one."""
    unit = 10 ** max(0, len(str(value)) - 1)
    for tenths in (10, 12, 16, 20, 30, 40, 50, 60, 80, 100):
        if value * 10 <= unit * tenths:
            return max(4, unit * tenths // 10)
    return unit * 10


def width_of(words: Any) -> int:
    """Return how many pixels words need."""
    return sum(CHARACTER if letter >= FIRST_CJK else LETTER for letter in str(words))


def are_counted(labels: Sequence[Any], steps: re.Pattern[str] = DAYS) -> bool:
    """Tell whether a reader counts on by himself from one label to the next."""
    return all(steps.fullmatch(str(label)) for label in labels)


def rows_needed(labels: Sequence[Any], room: float) -> int:
    """Return in how many rows labels have to take turns; room is the per cent of the width they share."""
    slot = USUAL_WIDTH * room / 100 / len(labels)
    return max(1, math.ceil((max(width_of(label) for label in labels) + LETTER) / slot))


def draw_labels(
    labels: Sequence[Any], places: Sequence[float], room: float, steps: re.Pattern[str] = DAYS
) -> tuple[list[str], int]:
    """Return the labels at their places in per cent, and how many pixels they need more than one row does.

    They take turns in up to three rows, so that all of them show. Where that is not enough, and where a reader counts
    on by himself, only every so many is shown; on a phone every second of those.
    """
    needed = rows_needed(labels, room)
    is_cut = are_counted(labels, steps) or needed > MOST_ROWS
    rows, every = (1, needed) if is_cut else (needed, 1)
    drawn = []
    for at in range(0, len(labels), every):
        css = "label" + (minor(at // every, -(-len(labels) // every)) if is_cut else "")
        drawn.append(text(places[at], HEIGHT - 6 + at % rows * ROW, labels[at], css))
    return drawn, (rows - 1) * ROW


def minor(index: int, count: int) -> str:
    """Of more than six words in a row a phone shows every second."""
    return " minor" if count > 6 and index % 2 else ""


def grid(top: int, said: Formatter, *, scale: str = "end") -> list[str]:
    """Draw the ground, and the scale at half and whole height; `scale` is where it stands: start, end, or nowhere."""
    drawn = []
    for quarter in (2, 4) if scale else ():
        y = ground() - height_of(top * quarter // 4, top)
        drawn.append(f'<line class="grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>')
        drawn.append(text(0 if scale == "start" else 100, y - 4, said(top * quarter // 4), "scale", scale))
    drawn.append(f'<line class="base" x1="0" x2="100%" y1="{ground()}" y2="{ground()}"/>')
    return drawn


def text(x: float, y: float, words: Any, css: str, anchor: str = "middle") -> str:
    """Draw words; x in per cent of the width, y in pixels."""
    return f'<text class="{css}" x="{x:.2f}%" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def total_known(values: Iterable[int | None]) -> int | None:
    """Return the sum of what is known, None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def last_known(values: Sequence[int | None]) -> int | None:
    """Return the last value that is known, None where none is."""
    return next((value for value in reversed(values) if value is not None), None)


def known_runs(values: Sequence[int | None]) -> list[list[tuple[int, int]]]:
    """Return the stretches of a line between its gaps, each as places with their values."""
    runs: list[list[tuple[int, int]]] = []
    for at, value in enumerate(values):
        if value is None:
            continue
        if not runs or runs[-1][-1][0] != at - 1:
            runs.append([])
        runs[-1].append((at, value))
    return runs


def said_fully(value: int | None, unit: str) -> str:
    """Say a value to the last figure; what is not known is a dash, never a zero."""
    return UNKNOWN if value is None else FORMATS[unit][0](value)


def said_shortly(value: int | None, unit: str) -> str:
    """Say a value as it stands in a drawing."""
    return UNKNOWN if value is None else FORMATS[unit][1](value)


def saying(label: Any, row: Series, index: int, unit: str) -> str:
    """Say one value as words for a pointer that rests on it."""
    return escape(f"{label} · {row.name}: {said_fully(row.values[index], unit)}")


def swatch(tone: int) -> str:
    """Draw a sample of a colour."""
    return f'<svg viewBox="0 0 10 10" aria-hidden="true"><rect class="s{tone}" width="10" height="10" rx="2"/></svg>'


def key(series: Sequence[Series]) -> str:
    """Name the colours; a chart of one series needs no key."""
    if len(series) < 2:
        return ""
    items = "".join(
        f"<li>{swatch(tone_of(row.tone, at))}{escape(row.name)}</li>" for at, row in enumerate(series)
    )
    return f'<ul class="chart-key">{items}</ul>'


def figures_table(labels: Sequence[Any], series: Sequence[Series], unit: str) -> str:
    """Return the figures of a chart as a table that opens below it."""
    heads = "".join(f'<th scope="col" class="figure">{escape(row.name)}</th>' for row in series)
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f'<td class="figure">{escape(said_fully(row.values[at], unit))}</td>' for row in series)
        + "</tr>"
        for at, label in enumerate(labels)
    )
    return (
        f'<details class="chart-table"><summary>{escape(_("The figures as a table"))}</summary>'
        f'<div class="table-frame"><table class="table"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></details>"
    )


def nothing(title: Any) -> SafeString:
    """Say that there is nothing to draw."""
    said = _("There are no figures to draw yet.")
    return mark_safe(  # noqa: S308 — escaped texts
        f'<figure class="chart"><figcaption><p class="chart-title">{escape(title)}</p>'
        f'<p class="chart-sentence">{escape(said)}</p></figcaption></figure>'
    )


def figure(title: Any, sentence: Any, drawn: str, above: str, below: str, height: int = HEIGHT) -> SafeString:
    """Put a drawing under its title and sentence, between what stands above and below it."""
    name = f"chart-{zlib.crc32((str(title) + drawn).encode()):08x}"
    described = f'<desc id="{name}-d">{escape(sentence)}</desc>' if sentence else ""
    by = f"{name}-t {name}-d" if sentence else f"{name}-t"
    words = f'<p class="chart-sentence">{escape(sentence)}</p>' if sentence else ""
    return mark_safe(  # noqa: S308 — every text in it was escaped where it was put in
        f'<figure class="chart"><figcaption><p class="chart-title">{escape(title)}</p>{words}</figcaption>{above}'
        f'<svg width="100%" height="{height}" role="img" aria-labelledby="{by}">'
        f'<title id="{name}-t">{escape(title)}</title>{described}{drawn}</svg>{below}</figure>'
    )
