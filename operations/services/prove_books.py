"""The last step of a close: prove the books, and halt payouts where they do not add up."""

import datetime as dt

from finance.services.set_payout_halt import set_payout_halt
from finance.services.verify_books import verify_books


def find_books_to_prove(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the one thing there is to prove, once."""
    return [1] if after_id < 1 else []


def prove_books(business_date: dt.date, ids: list[int]) -> None:
    """Check every invariant in one snapshot; a breach halts payouts and never reading."""
    set_payout_halt(findings=verify_books().findings)
