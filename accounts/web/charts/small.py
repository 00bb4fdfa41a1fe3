"""Shares of a whole, meters, and lines the size of a word."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.web import formats
from accounts.web.charts.frame import FORMATS, Part, escape, figure, nothing, swatch, tone_of


def share_bar(title: Any, parts: Sequence[Part], *, unit: str = "yuan", sentence: Any = "") -> SafeString:
    """Draw where a whole lies: one bar cut by share, and below it every part with amount and share."""
    whole = sum(part.value for part in parts)
    if whole <= 0 or any(part.value < 0 for part in parts):
        return nothing(title)
    full, said = FORMATS[unit][0], []
    drawn, left = [], 0.0
    for place, (part, tenths) in enumerate(zip(parts, _shares([part.value for part in parts]), strict=True)):
        tone, width = tone_of(part.tone, place), part.value * 100 / whole
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
            f'<li>{swatch(tone)}<span>{escape(part.name)}</span><span class="amount">{escape(full(part.value))}</span>'
            f'<span class="share">{share}</span></li>'
        )
    below = f'<ul class="chart-parts">{"".join(said)}</ul>'
    return figure(title, sentence, "".join(drawn), "", below, height=28)


def _shares(values: Sequence[int]) -> list[int]:
    """Return shares in tenths of a per cent that sum to the whole: what is left over goes to the largest remainders."""
    whole = sum(values)
    shares = [value * 1000 // whole for value in values]
    order = sorted(range(len(values)), key=lambda at: -(values[at] * 1000 % whole))
    for at in order[: 1000 - sum(shares)]:
        shares[at] += 1
    return shares


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
