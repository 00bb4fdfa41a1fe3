"""Write the daily totals of the accounts: a step of the close."""

import datetime as dt

from finance.models import AccountDay, Entry
from finance.queries.daily_totals import sides_to_write, totals_through


def find_days_to_total(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the one thing there is to do, once, where anything was posted since the last day written."""
    if after_id > 0:
        return []
    since = Entry.objects.filter(business_date__gt=totals_through(), business_date__lte=business_date)
    return [1] if since.exists() else []


def write_account_days(*, business_date: dt.date) -> int:
    """Write the totals of every day that has none yet, through this one; return how many rows.

    Days that were missed are caught up with the next, in one statement for all; a second run finds nothing to do.
    """
    days = sides_to_write(totals_through(), business_date)
    rows = [AccountDay(**day._asdict()) for day in sorted(days)]
    AccountDay.objects.bulk_create(rows, batch_size=2000)
    return len(rows)
