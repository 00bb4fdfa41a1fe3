"""Write down the days that were closed before there was a snapshot."""

import datetime as dt
from collections.abc import Callable

from accounts.models import BusinessDate
from accounts.rules import read_once
from lending.models import Loan
from risk.models import SnapshotDay
from risk.services.seal_snapshot import seal_snapshot
from risk.services.take_snapshot import find_loans_to_snapshot, take_snapshot

BATCH = 500


def fill_snapshots(*, progress: Callable[[dt.date], None] = lambda day: None) -> int:
    """Take the snapshot of every closed day since the first loan that has none; return how many days were filled.

    Each day is worked out from the loans' history, in the order of the days; a second run finds nothing to do.
    """
    first = Loan.objects.order_by("disbursed_on").values_list("disbursed_on", flat=True).first()
    last = BusinessDate.objects.values_list("closed_through_on", flat=True).first()
    if first is None or last is None:
        return 0
    there = set(SnapshotDay.objects.values_list("as_of_on", flat=True))
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    missing = [day for day in days if day not in there]
    with read_once():
        for day in missing:
            _fill(day)
            progress(day)
    return len(missing)


def _fill(day: dt.date) -> None:
    after_id = 0
    while ids := find_loans_to_snapshot(day, after_id, BATCH):
        take_snapshot(business_date=day, loan_ids=ids)
        after_id = ids[-1]
    seal_snapshot(business_date=day)
