"""Two closed months of a small book, and the people who report on them.

A loan of ¥10,000 paid out on 15 January is never paid: its first instalment was due on 15 February, so it is 13 days
late at the end of February and 44 at the end of March. A loan of ¥4,000 is paid out on 10 March.
"""

import datetime as dt
from collections.abc import Iterator

import pytest

from accounts import clock
from accounts.models import BusinessDate, User
from risk.models import ReportVersion
from risk.services.draft_monthly_report import draft_monthly_report
from tests.closing import set_today
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.risk.portfolio.books import START, write_down

FEBRUARY, MARCH = dt.date(2026, 2, 28), dt.date(2026, 3, 31)
TODAY = dt.date(2026, 4, 2)


@pytest.fixture
def months(db: None) -> Iterator[None]:
    """The book of both months is written down; today is 2 April."""
    set_today(START)
    with clock.simulated(START):
        factories.make_active_loan(make_customer("late@example.cn"))
    BusinessDate.objects.update(today_on=dt.date(2026, 3, 10))
    with clock.simulated(dt.date(2026, 3, 10)):
        factories.make_active_loan(make_customer("other@example.cn"), amount_fen=4_000_00)
    write_down(FEBRUARY, MARCH)
    BusinessDate.objects.update(today_on=TODAY)
    with clock.simulated(TODAY):
        yield


@pytest.fixture
def officer(months: None) -> User:
    return make_staff("writer@example.cn", "risk_officer")


@pytest.fixture
def manager(months: None) -> User:
    return make_staff("signer@example.cn", "risk_manager")


@pytest.fixture
def version(officer: User) -> ReportVersion:
    """The draft of March."""
    return draft_monthly_report(month_on=dt.date(2026, 3, 1), actor=officer)
