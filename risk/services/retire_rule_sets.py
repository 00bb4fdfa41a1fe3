"""Retire the rules that a version whose day has come has overtaken."""

import datetime as dt

from django.db import transaction

from risk.screening.retiring import overtaken, retire_overtaken


def find_overtaken(day: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the next versions to retire on a day, for the close."""
    return list(overtaken(day).filter(pk__gt=after_id).order_by("pk").values_list("pk", flat=True)[:limit])


def retire_rule_sets(*, business_date: dt.date) -> int:
    """Retire what the champion of the day has replaced; return how many. Which set decides follows the days alone."""
    with transaction.atomic():
        return len(retire_overtaken(business_date, None))
