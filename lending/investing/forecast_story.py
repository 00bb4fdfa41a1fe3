"""How a forecast is told: month by month, with its probabilities, and later against what came."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.web.charts import Series, line_chart, stacked_bar_chart
from accounts.web.formats import percent
from lending.domain.forecast import Month
from lending.models import ForecastMonth, Grade

MONTHS = 12


@dataclass(frozen=True)
class Compared:
    """A month that is over, as it was forecast and as it came; fen."""

    month_on: dt.date
    made_on: dt.date
    contracted_fen: int
    weighted_fen: int
    came_fen: int

    @property
    def change_fen(self) -> int:
        return self.came_fen - self.weighted_fen


def forecast_chart(months: Sequence[Month]) -> SafeString:
    """Draw what the coming months are expected to bring, and above it what the contracts say beyond that."""
    shown = months[:MONTHS]
    series = [
        Series(_("Expected"), [month.weighted_fen for month in shown], 1),
        Series(
            _("Contracted beyond that"), [month.contracted_fen - month.weighted_fen for month in shown], 6
        ),
    ]
    return stacked_bar_chart(
        _("What comes in the next twelve months?"),
        [f"{month.first_on:%Y-%m}" for month in shown],
        series,
        sentence=_("Expected: what is contracted, by its probability. What is overdue is not counted."),
    )


def coming_chart(months: Sequence[Month]) -> SafeString:
    """Draw principal and interest of the coming months as contracted."""
    shown = months[:MONTHS]
    series = [
        Series(_("Principal"), [month.principal_fen for month in shown], 1),
        Series(_("Interest"), [month.interest_fen for month in shown], 2),
    ]
    return stacked_bar_chart(
        _("What comes in the next twelve months?"),
        [f"{month.first_on:%Y-%m}" for month in shown],
        series,
        sentence=_("As contracted, by due date. What is overdue is not counted."),
    )


def compare(kept: Sequence[ForecastMonth], came: dict[dt.date, int], today: dt.date) -> list[Compared]:
    """Return the months that are over and were forecast, each by the forecast of the day before it began."""
    this_month = today.replace(day=1)
    return [
        Compared(row.month_on, row.made_on, row.contracted_fen, row.weighted_fen, came.get(row.month_on, 0))
        for row in kept
        if row.month_on < this_month and row.made_on == row.month_on - dt.timedelta(days=1)
    ]


def compare_one(
    kept: Sequence[ForecastMonth], made_on: dt.date, came: dict[dt.date, int], today: dt.date
) -> list[Compared]:
    """Return one forecast's months that are over, against what came from the claims it knew."""
    this_month = today.replace(day=1)
    return [
        Compared(row.month_on, made_on, row.contracted_fen, row.weighted_fen, came.get(row.month_on, 0))
        for row in kept
        if row.made_on == made_on and row.month_on < this_month
    ]


def compared_chart(rows: Sequence[Compared]) -> SafeString:
    """Draw forecast and receipts of the months that are over as two lines."""
    shown = rows[-MONTHS:]
    series = [
        Series(_("Expected"), [row.weighted_fen for row in shown], 2),
        Series(_("Came"), [row.came_fen for row in shown], 1),
    ]
    return line_chart(
        _("Did it come as forecast?"), [f"{row.month_on:%Y-%m}" for row in shown], series, unit="yuan"
    )


def probability_rows(table: Sequence[dict[str, int]]) -> list[dict[str, Any]]:
    """Return the table of probabilities as it is shown, a row a lateness."""
    rows = []
    ends = [row["from_days"] - 1 for row in table[1:]]
    for row, last in zip(table, [*ends, None], strict=True):
        values = {"from": row["from_days"], "to": last}
        if not row["from_days"]:
            words = _("Not past due")
        elif last is None:
            words = _("Past due for %(from)s days or more") % values
        else:
            words = _("Past due for %(from)s to %(to)s days") % values
        rows.append({"words": words, "cells": [percent(row[grade], 1) for grade in Grade.values]})
    return rows
