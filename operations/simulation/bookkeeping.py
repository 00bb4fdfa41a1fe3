"""What the accountants do on a simulated day: the last month is closed, softly and for good, and a year is carried."""

import datetime as dt

from accounts import clock
from accounts.models import Approval, User
from accounts.services.deliver_events import deliver_events
from accounts.staff.queries import holders_of_role
from finance.models import BookPeriod, YearEnd
from finance.periods.months import first_of_month, months, status_of
from finance.reports.period import day_before
from finance.reports.year_result import result_amounts
from finance.services.close_month import close_month
from finance.services.propose_year_end import propose_year_end
from finance.services.seal_month import seal_month
from operations.simulation.approving import approve

# The days of a month on which the last one is closed softly, the year is carried, and the last one closes for good.
SOFT_ON, CARRIED_ON, HARD_ON = 5, 7, 10
DECEMBER = 12


def keep_books() -> None:
    """Close the last month on its days, where the company has who keeps the books and who approves."""
    today = clock.today()
    keeper, head = holders_of_role("accountant").first(), holders_of_role("finance_manager").first()
    month_on = first_of_month(day_before(first_of_month(today)))
    if keeper is None or head is None or month_on not in {month.month_on for month in months()}:
        return
    if today.day == SOFT_ON and status_of(month_on) == BookPeriod.Status.OPEN:
        close_month(month_on=month_on, actor=keeper)
    elif today.day == CARRIED_ON and month_on.month == DECEMBER:
        _carry(month_on.year, keeper, head)
    elif today.day == HARD_ON and status_of(month_on) == BookPeriod.Status.SOFT:
        seal_month(month_on=month_on, actor=head)


def _carry(year: int, keeper: User, head: User) -> None:
    if result_amounts(dt.date(year, 12, 31)):
        row: YearEnd = propose_year_end(year=year, reason="年度结束，结转本年利润。", maker=keeper)
        approve(Approval.objects.get(number=row.approval_number), head)
        deliver_events()
