"""The company's calendar: working days from the yearly holiday rules."""

import datetime as dt
from itertools import chain

from django.conf import settings

from accounts.domain import working_days
from accounts.domain.working_days import WorkingCalendar
from accounts.models.rule import RuleVersion


def working_calendar() -> WorkingCalendar:
    """Return the calendar of every year that was announced, in one query; load it once for a batch.

    A year without a row counts Monday to Friday, so that a long schedule does not depend on it.
    """
    values = list(
        RuleVersion.objects.filter(pack=settings.RULE_PACK, code="holidays").values_list("value", flat=True)
    )
    return WorkingCalendar(
        off=working_days.read_days(list(chain.from_iterable(value["off"] for value in values))),
        on=working_days.read_days(list(chain.from_iterable(value["on"] for value in values))),
    )


def working_days_after(start_on: dt.date, days: int) -> dt.date:
    """Return the day that is `days` working days after `start_on` by the announced holidays."""
    return working_days.add_working_days(working_calendar(), start_on, days)
