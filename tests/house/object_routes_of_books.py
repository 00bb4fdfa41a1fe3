"""Objects of the books that routes name."""

import datetime as dt

from finance.models import BookPeriod
from finance.services.propose_chart_version import ChartLineInput, lines_in_force, propose_chart_version
from tests.closing import set_today, skip_to
from tests.factories import make_customer, make_staff
from tests.finance.periods.company_book import earn
from tests.house.object_routes import ObjectRoute, factory
from tests.money import fund


@factory("office/finance/books/accounts/<str:code>/")
def ledger_account() -> ObjectRoute:
    return ObjectRoute(make_staff("accountant@example.cn", "accountant"), {"code": "1001"})


def _closable_month() -> None:
    set_today(dt.date(2026, 10, 20))
    earn(100)
    skip_to(dt.date(2026, 11, 2))


@factory("office/finance/books/months/<str:month>/", "office/finance/books/months/<str:month>/close/")
def month() -> ObjectRoute:
    _closable_month()
    return ObjectRoute(make_staff("accountant@example.cn", "accountant"), {"month": "2026-10"})


@factory("office/finance/books/months/<str:month>/reopen/", "office/finance/books/months/<str:month>/seal/")
def closed_month() -> ObjectRoute:
    _closable_month()
    keeper = make_staff("accountant@example.cn", "accountant")
    BookPeriod.objects.create(
        month_on=dt.date(2026, 10, 1),
        status="soft",
        soft_by=keeper,
        soft_at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC),
    )
    return ObjectRoute(make_staff("manager@example.cn", "finance_manager"), {"month": "2026-10"})


@factory("office/finance/books/chart/<str:number>/")
def chart_version() -> ObjectRoute:
    keeper = make_staff("accountant@example.cn", "accountant")
    wages = ChartLineInput("5101", "Wages", "职工薪酬", "cost", "company", "staff_costs")
    version = propose_chart_version(lines=[*lines_in_force(), wages], reason="wages", maker=keeper)
    return ObjectRoute(keeper, {"number": version.number})


@factory("office/finance/cash/<str:number>/")
def bank_order() -> ObjectRoute:
    deposit = fund(make_customer("owner@example.cn"), 100_00)
    return ObjectRoute(make_staff("cashier@example.cn", "cashier"), {"number": deposit.number})
