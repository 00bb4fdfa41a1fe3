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
    SCALE_COLUMN,
    USUAL_WIDTH,
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
    saying,
    text,
    tone_of,
)

MOST_DIRECT = 31


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
        return nothing(title)
    top, said = round_up(max(totals)), FORMATS[unit][1]
    # Where every bar has room for its figure no scale is needed; else the scale gets a column of its own.
    is_direct = (
        len(labels) <= MOST_DIRECT
        and (max(len(said(total)) for total in totals) + 1) * LETTER * len(labels) <= USUAL_WIDTH
    )
    slot = (100 if is_direct else 100 - SCALE_COLUMN) / len(labels)
    every = label_step(labels)
    drawn = grid(top, said, has_scale=not is_direct)
    for index, label in enumerate(labels):
        middle, level = slot * index + slot / 2, 0.0
        for place, row in enumerate(series):
            height = height_of(row.values[index], top)
            level += height
            if height:
                drawn.append(
                    _bar(
                        slot, index, level, height, tone_of(row.tone, place), saying(label, row, index, unit)
                    )
                )
        if is_direct and totals[index]:
            css = "value" + minor(index, len(labels))
            drawn.append(text(middle, ground() - level - 5, said(totals[index]), css))
        if index % every == 0:
            css = "label" + minor(index // every, -(-len(labels) // every))
            drawn.append(text(middle, HEIGHT - 6, label, css))
    return figure(title, sentence, "".join(drawn), key(series), figures_table(labels, series, unit))


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
