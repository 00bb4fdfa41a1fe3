"""Days past due as the desk counts them."""

import datetime as dt
from collections.abc import Iterable


def days_past_due(since: Iterable[dt.date | None], on: dt.date) -> int:
    """Return the days of the longest arrears on a day; 0 where nothing is overdue."""
    return max(((on - day).days for day in since if day is not None), default=0)
