"""Charts of bars."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.web.charts.frame import (
    FORMATS,
    HEIGHT,
    LETTER,
    MOST_ROWS,
    SCALE_COLUMN,
    USUAL_WIDTH,
    Series,
    are_counted,
    draw_labels,
    figure,
    figures_table,
    grid,
    ground,
    height_of,
    key,
    minor,
    nothing,
    round_up,
    rows_needed,
    said_shortly,
    saying,
    text,
    tone_of,
    total_known,
    width_of,
)

MOST_DIRECT = 31
# How many bars lie down at most; of one, the height with its name, and without.
MOST_LYING, LINE, BAR = 12, 40, 14


def bar_chart(
    title: Any,
    labels: Sequence[Any],
    values: Sequence[int | None],
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
    """Draw one bar for each label, stacked from the series; values may not be negative, None is no bar at all.

    Bars whose names find no room below them lie down, each under its name.
    """
    if any(value is not None and value < 0 for row in series for value in row.values):
        raise ValueError("A stacked bar has no negative part.")
    totals = [total_known(values) for values in zip(*(row.values for row in series), strict=True)]
    if not labels or not any(totals):
        return nothing(title)
    is_lying = len(labels) <= MOST_LYING and _have_no_room(labels)
    drawn, height = (_lying if is_lying else _standing)(labels, series, totals, unit)
    below = figures_table(labels, series, unit)
    return figure(title, sentence, "".join(drawn), key(series), below, height=height)


def _have_no_room(labels: Sequence[Any]) -> bool:
    return not are_counted(labels) and rows_needed(labels, 100 - SCALE_COLUMN) > MOST_ROWS


def _standing(
    labels: Sequence[Any], series: Sequence[Series], totals: Sequence[int | None], unit: str
) -> tuple[list[str], int]:
    """Return bars that stand on the ground, and the height of the drawing."""
    top = round_up(max(total or 0 for total in totals))
    # Where every bar has room for its figure no scale is needed; else the scale gets a column of its own.
    widest = max(len(said_shortly(total, unit)) for total in totals)
    is_direct = len(labels) <= MOST_DIRECT and (widest + 1) * LETTER * len(labels) <= USUAL_WIDTH
    room = 100 if is_direct else 100 - SCALE_COLUMN
    slot = room / len(labels)
    drawn = grid(top, FORMATS[unit][1], scale="" if is_direct else "end")
    for index, label in enumerate(labels):
        level = 0.0
        for place, row in enumerate(series):
            height = height_of(row.values[index] or 0, top)
            level += height
            if height:
                words = saying(label, row, index, unit)
                drawn.append(_bar(slot, index, level, height, tone_of(row.tone, place), words))
        if is_direct and totals[index] != 0:
            css = "value" + minor(index, len(labels))
            drawn.append(
                text(slot * (index + 0.5), ground() - level - 5, said_shortly(totals[index], unit), css)
            )
    middles = [slot * (index + 0.5) for index in range(len(labels))]
    below, more = draw_labels(labels, middles, room)
    return [*drawn, *below], HEIGHT + more


def _lying(
    labels: Sequence[Any], series: Sequence[Series], totals: Sequence[int | None], unit: str
) -> tuple[list[str], int]:
    """Return bars that lie, each under its name and before its figure, and the height of the drawing."""
    most = max(total or 0 for total in totals)
    widest = max(width_of(said_shortly(total, unit)) for total in totals)
    room = 100 - (widest + LETTER) * 100 / USUAL_WIDTH
    drawn = []
    for index, label in enumerate(labels):
        top, left = index * LINE, 0.0
        drawn.append(text(0, top + 12, label, "label", "start"))
        for place, row in enumerate(series):
            width = (row.values[index] or 0) * room / most
            if width:
                words = saying(label, row, index, unit)
                drawn.append(
                    f'<rect class="bar s{tone_of(row.tone, place)}" x="{left:.2f}%" y="{top + 18}" '
                    f'width="{width:.2f}%" height="{BAR}" rx="1"><title>{words}</title></rect>'
                )
            left += width
        drawn.append(text(left + 1, top + 29, said_shortly(totals[index], unit), "value", "start"))
    return drawn, len(labels) * LINE


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


def _bar(slot: float, index: int, level: float, height: float, tone: int, words: str) -> str:
    return (
        f'<rect class="bar s{tone}" x="{slot * index + slot * 0.16:.2f}%" y="{ground() - level:.1f}" '
        f'width="{slot * 0.68:.2f}%" height="{height:.1f}" rx="1"><title>{words}</title></rect>'
    )


def _of(row: Any, name: str) -> Any:
    value = row.get(name) if isinstance(row, dict) else getattr(row, name, None)
    return 0 if value is None else value


def _day(on: Any, is_short: bool) -> str:
    if isinstance(on, str):
        on = date.fromisoformat(on)
    return on.strftime("%Y-%m" if is_short else "%m-%d") if isinstance(on, date) else ""
