"""The last step of a close: prove the books, and halt payouts where they do not add up."""

import datetime as dt

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from finance.services.set_payout_halt import set_payout_halt
from finance.services.verify_books import verify_books
from operations.models import DayClose

BREACHED = "day.breached"


def find_books_to_prove(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the one thing there is to prove, once; a simulation proves its books at month ends and when it is over."""
    is_month_end = (business_date + dt.timedelta(days=1)).day == 1
    return [1] if after_id < 1 and (is_month_end or not clock.is_simulated()) else []


def prove_books(business_date: dt.date, ids: list[int]) -> None:
    """Check every invariant in one snapshot; a breach halts payouts and never reading, and is noted at the close.

    The halt alone would not tell: one that stands open takes no further breaches in.
    """
    findings = verify_books().findings
    with transaction.atomic():
        set_payout_halt(findings=findings)
        names = [finding.name for finding in findings if not finding.ok]
        if names:
            close = DayClose.objects.get(business_date=business_date)
            record_event(BREACHED, subject=close, actor=None, data={"invariants": names})
