"""Ask for the result of a year to be carried to equity."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.put_before_another import put_before_another
from finance.models import BookPeriod, YearEnd
from finance.periods.months import closed_through, status_of
from finance.reports.year_result import result_amounts

KIND = "finance.year_end"
PREFIX = "YE"


def propose_year_end(*, year: int, reason: str, maker: User) -> YearEnd:
    """Put before another person what stands on income and cost at the end of a year.

    Refuses what `check_year` does, no reason, and (`already_asked`).
    """
    amounts = check_year(year)
    with transaction.atomic():
        row = YearEnd(
            number=next_number(PREFIX),
            year=year,
            amounts=amounts,
            reason=reason.strip(),
            planned_by=maker,
            planned_at=clock.now(),
        )
        put_before_another(
            row,
            maker=maker,
            kind=KIND,
            payload=payload_of(row, amounts),
            page_path="/office/finance/books/year-end/",
            reason=reason,
            waiting=_("The same is already waiting for an approval."),
        )
    return row


def check_year(year: int) -> dict[str, int]:
    """Return what is to be carried of a year, by code.

    Refuses (`year_not_over`) before the close of its last day, (`month_closed`) a December closed for good,
    (`year_before_open`) while the year before has something to carry, (`nothing_to_carry`).
    """
    last_on, closed_on = dt.date(year, 12, 31), closed_through()
    if closed_on is None or last_on > closed_on:
        raise Refused("year_not_over", _("A year ends with the close of its last day."), field="year")
    if status_of(dt.date(year, 12, 1)) == BookPeriod.Status.HARD:
        raise Refused("month_closed", _("This month is closed already."), field="year")
    if result_amounts(dt.date(year - 1, 12, 31)):
        raise Refused("year_before_open", _("Carry the result of the year before first."), field="year")
    amounts = result_amounts(last_on)
    if not amounts:
        raise Refused(
            "nothing_to_carry", _("Income and cost stand at nought; nothing is to be carried."), field="year"
        )
    return amounts


def payload_of(row: YearEnd, amounts: dict[str, int]) -> dict[str, Any]:
    """Return what an approval is bound to: the figures as they stand now, not as they were written down."""
    return {"year_end": row.number, "year": row.year, "amounts": amounts}
