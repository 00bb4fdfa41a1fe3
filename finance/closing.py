"""The step of the daily close that writes what the day moved; it comes after everything that posts."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from finance.services.write_account_days import find_days_to_total, write_account_days


def register_steps() -> None:
    """Add the step to every close."""
    register_step(CloseStep("account_days", _("Daily totals of the books"), 800, find_days_to_total, _write))


def _write(day: dt.date, ids: list[int]) -> None:
    write_account_days(business_date=day)
