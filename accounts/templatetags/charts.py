"""Charts and meters inside templates, from rows and figures the view prepared."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from accounts.web import charts

register = template.Library()


@register.simple_tag
def schedule_chart(rows: Sequence[Any], title: str = "", sentence: str = "") -> SafeString:
    """Draw principal, interest and fee of each instalment."""
    return charts.schedule_chart(rows, title=title, sentence=sentence)


@register.simple_tag
def share_bar(title: str, parts: Sequence[charts.Part], unit: str = "yuan", sentence: str = "") -> SafeString:
    """Draw where a whole lies."""
    return charts.share_bar(title, parts, unit=unit, sentence=sentence)


@register.simple_tag
def sparkline(values: Sequence[int], label: str = "") -> SafeString:
    """Draw a line the size of a word."""
    return charts.sparkline(values, label=label)


@register.simple_tag
def progress(done: int, total: int, label: str = "", words: str = "", tone: str = "") -> SafeString:
    """Draw how much of a whole is reached."""
    return charts.progress(int(done or 0), int(total or 0), label=label, words=words, tone=tone)
