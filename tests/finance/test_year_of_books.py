"""A whole year in the three books: balanced at every month end, carried, closed, and rebuilt from zero."""

import datetime as dt

import pytest

from accounts.models import User
from finance import chart
from finance.chart import wallet_available
from finance.models import BookPeriod, Entry, YearEnd
from finance.posting import TransferInput
from finance.queries.rebuilt import rebuild_ledger
from finance.reports.balance_sheet import balance_sheet
from finance.reports.income_statement import income_statement
from finance.reports.period import Period, month_end
from finance.reports.trial_balance import trial_balance
from finance.services.post_entries import post_entries
from finance.services.write_account_days import write_account_days
from operations.simulation.bookkeeping import keep_books
from tests.closing import set_today, skip_to
from tests.finance.ledger_helpers import deposit, entry
from tests.finance.periods.company_book import accountant, manager, spend

YEAR = 2025
MONTHS = [dt.date(YEAR, month, 1) for month in range(1, 13)]


def live_through(month_on: dt.date, customer: User) -> None:
    """Post what a month brings into each book on its 20th; the last month is closed on the days before."""
    n = month_on.month
    for day in (5, 7, 10):
        skip_to(month_on.replace(day=day))
        keep_books()
    skip_to(month_on.replace(day=20))
    deposit(customer, 1_000_00 * n)
    fee = 106 * n
    post_entries(
        [
            entry(
                TransferInput(wallet_available(customer), chart.company_in_custody(), fee, "fee"),
                TransferInput(chart.due_from_custody(), chart.income("4001"), 100 * n, "fee"),
                TransferInput(chart.due_from_custody(), chart.output_vat(), 6 * n, "fee"),
                TransferInput(chart.loans_outstanding(), chart.investors_claims(), 50_00 * n, "principal"),
            )
        ]
    )
    spend(10 * n)
    skip_to(month_end(month_on) + dt.timedelta(days=1))
    write_account_days(business_date=month_end(month_on))


@pytest.mark.django_db
def test_a_year_balances_at_every_month_end_and_is_rebuilt_from_zero(investor: User) -> None:
    accountant()
    manager()
    set_today(MONTHS[0])
    for month_on in MONTHS:
        live_through(month_on, investor)
    for month_on in MONTHS:
        period = Period(month_on, month_end(month_on))
        assert all(book.is_balanced for book in trial_balance(period))
        assert all(book.is_balanced for book in balance_sheet(period.last_on))
        assert income_statement(period).result == (90 * month_on.month, 90 * sum(range(month_on.month + 1)))
    live_through(dt.date(YEAR + 1, 1, 1), investor)
    assert YearEnd.objects.get().status == "posted"
    assert BookPeriod.objects.filter(status="hard").count() == 12
    company = balance_sheet(dt.date(YEAR, 12, 31))[1]
    assert (company.is_balanced, company.result, company.equity_sum) == (True, (0, 0), (90 * 78, 0))
    assert income_statement(Period(MONTHS[0], dt.date(YEAR, 12, 31))).result == (90 * 78, 90 * 78)
    assert rebuild_ledger().is_equal
    assert Entry.objects.filter(business_date__lte=dt.date(YEAR, 12, 31)).count() == 12 * 3 + 1
