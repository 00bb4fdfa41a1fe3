"""Charts drawn on the server: one SVG with words, no script and no style attribute, and a table that says the same.

Lengths along the page are percentages and heights are pixels, so a chart fills its place and its words keep their
size on a phone, on a desk and on paper. Colours are classes (`s1` … `s6`, `l1` … `l6`) of the design system.
"""

from accounts.web.charts.bars import bar_chart, schedule_chart, stacked_bar_chart
from accounts.web.charts.frame import FORMATS, Part, Series
from accounts.web.charts.lines import line_chart
from accounts.web.charts.small import progress, share_bar, sparkline

__all__ = [
    "FORMATS",
    "Part",
    "Series",
    "bar_chart",
    "line_chart",
    "progress",
    "schedule_chart",
    "share_bar",
    "sparkline",
    "stacked_bar_chart",
]
