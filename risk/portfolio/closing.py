"""The steps of the daily close that write the book down; they come after everything that moves a loan."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from risk.services.seal_snapshot import find_day_to_seal, seal_snapshot
from risk.services.take_snapshot import find_loans_to_snapshot, take_snapshot


def register_steps() -> None:
    """Add the steps to every close."""
    register_step(
        CloseStep("risk_snapshot", _("Loans as they stand"), 150, find_loans_to_snapshot, _take, 500)
    )
    register_step(CloseStep("risk_book", _("The book of the day"), 151, find_day_to_seal, _seal))


def _take(day: dt.date, ids: list[int]) -> None:
    take_snapshot(business_date=day, loan_ids=ids)


def _seal(day: dt.date, ids: list[int]) -> None:
    seal_snapshot(business_date=day)
