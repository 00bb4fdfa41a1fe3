"""Charts drawn on the server: one SVG with words, no script and no style attribute, and a table that says the same.

Lengths along the page are percentages and heights are pixels, so a chart fills its place and its words keep their
size on a phone, on a desk and on paper. Colours are classes (`s1` … `s6`, `l1` … `l6`) of the design system.
"""

import html
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.web import formats

HEIGHT = 220
TOP, BOTTOM = 18, 24
SERIES = 6
# What words need: the width of a letter, of a chart in half a page, and the per cent kept for the scale.
LETTER, USUAL_WIDTH, SCALE_COLUMN = 7, 340, 13
MOST_DIRECT = 31

Formatter = Callable[[int], str]
FORMATS: dict[str, tuple[Formatter, Formatter]] = {
    # What the table says, and what stands beside a bar.
    "yuan": (formats.yuan, formats.short_yuan),
    "percent": (formats.percent, lambda ppm: formats.percent(ppm, 1)),
    "number": (formats.number, formats.number),
}


@dataclass(frozen=True)
class Series:
    """One row of values with its name; `tone` picks one of the six series colours."""

    name: Any
    values: Sequence[int]
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


def bar_chart(
    title: Any,
    labels: Sequence[Any],
    values: Sequence[int],
    *,
    unit: str = "yuan",
    sentence: Any = "",
    tone: int = 1,
) -> SafeString:
    """Draw one bar for each label, each with its figure; unit is yuan (fen), percent (ppm) or number."""
    return stacked_bar_chart(title, labels, [Series(title, values, tone)], unit=unit, sentence=sentence)


def stacked_bar_chart(
    title: Any, labels: Sequence[Any], series: Sequence[Series], *, unit: str = "yuan", sentence: Any = ""
) -> SafeString:
    """Draw one bar for each label, stacked from the series; values may not be negative."""
    totals = [sum(values) for values in zip(*(row.values for row in series), strict=True)]
    if any(value < 0 for row in series for value in row.values):
        raise ValueError("A stacked bar has no negative part.")
    if not labels or not any(totals):
        return _nothing(title)
    top, said = _round_up(max(totals)), FORMATS[unit][1]
    # Where every bar has room for its figure no scale is needed; else the scale gets a column of its own.
    is_direct = (
        len(labels) <= MOST_DIRECT
        and (max(len(said(total)) for total in totals) + 1) * LETTER * len(labels) <= USUAL_WIDTH
    )
    slot = (100 if is_direct else 100 - SCALE_COLUMN) / len(labels)
    every = _label_step(labels)
    drawn = _grid(top, said, has_scale=not is_direct)
    for index, label in enumerate(labels):
        middle, level = slot * index + slot / 2, 0.0
        for place, row in enumerate(series):
            height = _height(row.values[index], top)
            level += height
            if height:
                drawn.append(
                    _bar(slot, index, level, height, _tone(row.tone, place), _saying(label, row, index, unit))
                )
        if is_direct and totals[index]:
            css = "value" + _minor(index, len(labels))
            drawn.append(_text(middle, _ground() - level - 5, said(totals[index]), css))
        if index % every == 0:
            css = "label" + _minor(index // every, -(-len(labels) // every))
            drawn.append(_text(middle, HEIGHT - 6, label, css))
    return _figure(title, sentence, "".join(drawn), _key(series), _table(labels, series, unit))


def line_chart(
    title: Any, labels: Sequence[Any], series: Sequence[Series], *, unit: str = "percent", sentence: Any = ""
) -> SafeString:
    """Draw one line for each series over the labels, each ending with its last figure; the scale begins at zero."""
    if len(labels) < 2 or not any(value for row in series for value in row.values):
        return _nothing(title)
    top = _round_up(max(max(row.values) for row in series))
    said = FORMATS[unit][1]
    drawn = _grid(top, said)
    plot, every = HEIGHT - TOP - BOTTOM, _label_step(labels)
    step = 88 / (len(labels) - 1)
    lines = []
    for place, row in enumerate(series):
        tone = _tone(row.tone, place)
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
        drawn.append(_text(89, level, said(row.values[-1]), "value", "start"))
    for index in range(0, len(labels), every):
        anchor = "start" if index == 0 else "middle"
        drawn.append(
            _text(step * index, HEIGHT - 6, labels[index], "label" + _minor(index // every, 99), anchor)
        )
    return _figure(title, sentence, "".join(drawn), _key(series), _table(labels, series, unit))


def share_bar(title: Any, parts: Sequence[Part], *, unit: str = "yuan", sentence: Any = "") -> SafeString:
    """Draw where a whole lies: one bar cut by share, and below it every part with amount and share."""
    whole = sum(part.value for part in parts)
    if whole <= 0 or any(part.value < 0 for part in parts):
        return _nothing(title)
    full, said = FORMATS[unit][0], []
    drawn, left = [], 0.0
    for place, (part, tenths) in enumerate(zip(parts, _shares([part.value for part in parts]), strict=True)):
        tone, width = _tone(part.tone, place), part.value * 100 / whole
        share = f"{tenths // 10}.{tenths % 10}%"
        if part.value:
            words = escape(f"{part.name}: {full(part.value)} · {share}")
            gap = 0.3 if width > 1 else 0
            drawn.append(
                f'<rect class="bar s{tone}" x="{left:.2f}%" y="0" width="{width - gap:.2f}%" height="28" rx="2">'
                f"<title>{words}</title></rect>"
            )
        left += width
        said.append(
            f'<li>{_swatch(tone)}<span>{escape(part.name)}</span><span class="amount">{escape(full(part.value))}</span>'
            f'<span class="share">{share}</span></li>'
        )
    below = f'<ul class="chart-parts">{"".join(said)}</ul>'
    return _figure(title, sentence, "".join(drawn), "", below, height=28)


def _shares(values: Sequence[int]) -> list[int]:
    """Return shares in tenths of a per cent that sum to the whole: what is left over goes to the largest remainders."""
    whole = sum(values)
    shares = [value * 1000 // whole for value in values]
    order = sorted(range(len(values)), key=lambda at: -(values[at] * 1000 % whole))
    for at in order[: 1000 - sum(shares)]:
        shares[at] += 1
    return shares


def schedule_chart(rows: Sequence[Any], *, title: Any = "", sentence: Any = "") -> SafeString:
    """Draw principal, interest and fee of each instalment, from rows (or dicts) as the schedule engine gives them."""
    rows = [row for row in rows if _of(row, "principal_fen") + _of(row, "interest_fen") + _of(row, "fee_fen")]
    series = [
        Series(_("Principal"), [_of(row, "principal_fen") for row in rows], 1),
        Series(_("Interest"), [_of(row, "interest_fen") for row in rows], 2),
        Series(_("Fee"), [_of(row, "fee_fen") for row in rows], 3),
    ]
    shown = [row for row in series if any(row.values)]
    many = len(rows) > 12
    labels = [_day(_of(row, "due_on"), many) for row in rows]
    return stacked_bar_chart(
        title or _("What you pay each time"), labels, shown or series[:1], sentence=sentence
    )


def sparkline(values: Sequence[int], *, label: Any = "") -> SafeString:
    """Draw a line the size of a word."""
    if len(values) < 2:
        return mark_safe("")
    low, high = min(values), max(values)
    span = (high - low) or 1
    points = " ".join(
        f"{index * 96 / (len(values) - 1):.1f},{22 - (value - low) * 20 / span:.1f}"
        for index, value in enumerate(values)
    )
    words = f' role="img" aria-label="{escape(label)}"' if label else ' aria-hidden="true"'
    return mark_safe(  # noqa: S308 — numbers, and one escaped text
        f'<svg class="spark" viewBox="0 0 96 24" preserveAspectRatio="none"{words}>'
        f'<polyline class="line" points="{points}"/></svg>'
    )


def progress(done: int, total: int, *, label: Any = "", words: Any = "", tone: str = "") -> SafeString:
    """Draw how much of a whole is reached."""
    ppm = min(1_000_000, max(0, done) * 1_000_000 // total) if total > 0 else 0
    percent = formats.reached(ppm)
    said = f"<span>{escape(words)}</span><strong>{percent}</strong>"
    width = f"{ppm / 10_000:.2f}%"
    return mark_safe(  # noqa: S308 — numbers and escaped texts
        f'<div class="meter{f" meter-{escape(tone)}" if tone else ""}"><div class="meter-words">{said}</div>'
        f'<svg width="100%" height="8" role="img" aria-label="{escape(label or _("Progress"))}: {percent}">'
        f'<rect class="meter-ground" width="100%" height="8" rx="4"/>'
        f'<rect class="meter-done" width="{width}" height="8" rx="4"/></svg></div>'
    )


def _bar(slot: float, index: int, level: float, height: float, tone: int, words: str) -> str:
    return (
        f'<rect class="bar s{tone}" x="{slot * index + slot * 0.16:.2f}%" y="{_ground() - level:.1f}" '
        f'width="{slot * 0.68:.2f}%" height="{height:.1f}" rx="1"><title>{words}</title></rect>'
    )


def _saying(label: Any, row: Series, index: int, unit: str) -> str:
    return escape(f"{label} · {row.name}: {FORMATS[unit][0](row.values[index])}")


def _of(row: Any, name: str) -> Any:
    value = row.get(name) if isinstance(row, dict) else getattr(row, name, None)
    return 0 if value is None else value


def _day(on: Any, is_short: bool) -> str:
    if isinstance(on, str):
        on = date.fromisoformat(on)
    return on.strftime("%Y-%m" if is_short else "%m-%d") if isinstance(on, date) else ""


def _tone(tone: int, place: int) -> int:
    return tone if 1 <= tone <= SERIES else place % SERIES + 1


def _ground() -> int:
    return HEIGHT - BOTTOM


def _height(value: int, top: int) -> float:
    return value * (HEIGHT - TOP - BOTTOM) / top


def _round_up(value: int) -> int:
    """Return the next round figure, for a scale that ends with one."""
    unit = 10 ** max(0, len(str(value)) - 1)
    for tenths in (10, 12, 16, 20, 30, 40, 50, 60, 80, 100):
        if value * 10 <= unit * tenths:
            return max(4, unit * tenths // 10)
    return unit * 10


def _label_step(labels: Sequence[Any]) -> int:
    """Return after how many slots there is room for the next label."""
    needed = (max(len(str(label)) for label in labels) + 1) * LETTER * len(labels)
    return max(1, -(-needed // (USUAL_WIDTH * (100 - SCALE_COLUMN) // 100)))


def _minor(index: int, count: int) -> str:
    """Of more than six words in a row a phone shows every second."""
    return " minor" if count > 6 and index % 2 else ""


def _grid(top: int, said: Formatter, *, has_scale: bool = True) -> list[str]:
    drawn = []
    for quarter in (2, 4) if has_scale else ():
        y = _ground() - _height(top * quarter // 4, top)
        drawn.append(f'<line class="grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>')
        drawn.append(_text(100, y - 4, said(top * quarter // 4), "scale", "end"))
    drawn.append(f'<line class="base" x1="0" x2="100%" y1="{_ground()}" y2="{_ground()}"/>')
    return drawn


def _text(x: float, y: float, words: Any, css: str, anchor: str = "middle") -> str:
    return f'<text class="{css}" x="{x:.2f}%" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _apart(series: Sequence[Series], top: int) -> list[tuple[Series, float]]:
    """Return where each line's last figure stands, moved apart where lines end close together."""
    placed: list[tuple[Series, float]] = []
    for row in sorted(series, key=lambda one: -one.values[-1]):
        level = _ground() - _height(row.values[-1], top) + 4
        if placed and level - placed[-1][1] < 14:
            level = placed[-1][1] + 14
        placed.append((row, level))
    return placed


def _swatch(tone: int) -> str:
    return f'<svg viewBox="0 0 10 10" aria-hidden="true"><rect class="s{tone}" width="10" height="10" rx="2"/></svg>'


def _key(series: Sequence[Series]) -> str:
    if len(series) < 2:
        return ""
    items = "".join(
        f"<li>{_swatch(_tone(row.tone, at))}{escape(row.name)}</li>" for at, row in enumerate(series)
    )
    return f'<ul class="chart-key">{items}</ul>'


def _table(labels: Sequence[Any], series: Sequence[Series], unit: str) -> str:
    full = FORMATS[unit][0]
    heads = "".join(f'<th scope="col" class="figure">{escape(row.name)}</th>' for row in series)
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f'<td class="figure">{escape(full(row.values[at]))}</td>' for row in series)
        + "</tr>"
        for at, label in enumerate(labels)
    )
    return (
        f'<details class="chart-table"><summary>{escape(_("The figures as a table"))}</summary>'
        f'<div class="table-frame"><table class="table"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></details>"
    )


def _nothing(title: Any) -> SafeString:
    said = _("There are no figures to draw yet.")
    return mark_safe(  # noqa: S308 — escaped texts
        f'<figure class="chart"><figcaption><p class="chart-title">{escape(title)}</p>'
        f'<p class="chart-sentence">{escape(said)}</p></figcaption></figure>'
    )


def _figure(
    title: Any, sentence: Any, drawn: str, above: str, below: str, height: int = HEIGHT
) -> SafeString:
    name = f"chart-{zlib.crc32((str(title) + drawn).encode()):08x}"
    described = f'<desc id="{name}-d">{escape(sentence)}</desc>' if sentence else ""
    by = f"{name}-t {name}-d" if sentence else f"{name}-t"
    words = f'<p class="chart-sentence">{escape(sentence)}</p>' if sentence else ""
    return mark_safe(  # noqa: S308 — every text in it was escaped where it was put in
        f'<figure class="chart"><figcaption><p class="chart-title">{escape(title)}</p>{words}</figcaption>{above}'
        f'<svg width="100%" height="{height}" role="img" aria-labelledby="{by}">'
        f'<title id="{name}-t">{escape(title)}</title>{described}{drawn}</svg>{below}</figure>'
    )
