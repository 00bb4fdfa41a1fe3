"""The step of the daily close that drafts a month's report once its last day has its book."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.closing import CloseStep, register_step
from risk.services.draft_monthly_report import draft_monthly_report, find_month_to_report


def register_steps() -> None:
    """Add the step to every close; it comes after the book of the day, and finds a month that was missed."""
    register_step(CloseStep("risk_report", _("Report of the month"), 152, find_month_to_report, _draft, 1))


def _draft(day: dt.date, ordinals: list[int]) -> None:
    for ordinal in ordinals:
        draft_monthly_report(month_on=dt.date.fromordinal(ordinal), actor=None)
