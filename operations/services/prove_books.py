"""The last step of a close: prove the books, and halt payouts where they do not add up."""

import datetime as dt

from accounts import clock
from finance.services.set_payout_halt import set_payout_halt
from finance.services.verify_books import verify_books


def find_books_to_prove(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the one thing there is to prove, once; a simulation proves its books at month ends and when it is over."""
    is_month_end = (business_date + dt.timedelta(days=1)).day == 1
    return [1] if after_id < 1 and (is_month_end or not clock.is_simulated()) else []


def prove_books(business_date: dt.date, ids: list[int]) -> None:
    """Check every invariant in one snapshot; a breach halts payouts and never reading."""
    set_payout_halt(findings=verify_books().findings)
