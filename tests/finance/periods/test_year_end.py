"""The result of a year goes to equity by two persons; the year's own income statement stays as it was."""

import datetime as dt

import pytest

from accounts.errors import Refused
from accounts.models import Approval
from finance.models import Entry, YearEnd
from finance.queries.daily_totals import movements
from finance.reports.balance_sheet import balance_sheet
from finance.reports.income_statement import income_statement
from finance.reports.period import Period
from finance.services.close_month import close_month
from finance.services.propose_year_end import propose_year_end
from finance.services.seal_month import seal_month
from tests.approvals import decide
from tests.closing import skip_to
from tests.finance.periods.company_book import accountant, adjust, earn, manager, year_2025  # noqa: F401

YEAR = Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def company_on(day: dt.date) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    sheet = balance_sheet(day)[1]
    assert sheet.is_balanced
    return sheet.asset_sum, sheet.equity_sum, sheet.result


@pytest.mark.usefixtures("year_2025")
def test_a_year_is_carried_on_its_last_day_and_its_statement_stays() -> None:
    before = income_statement(YEAR).result
    row = propose_year_end(year=2025, reason="audited", maker=accountant())
    assert row.amounts == {"4099": 900_00, "5099": 200_00}
    with pytest.raises(Refused, match="already_asked"):
        propose_year_end(year=2025, reason="audited", maker=row.planned_by)
    decide(row, manager())
    assert (row.status, row.entry.business_date) == ("posted", dt.date(2025, 12, 31))
    carried = movements(None, dt.date(2025, 12, 31))
    assert (carried["4099"], carried["5099"], carried["3104"]) == (
        *((900_00, 900_00), (200_00, 200_00), (200_00, 900_00)),
    )
    assert income_statement(YEAR).result == before == (700_00, 700_00)
    assert company_on(dt.date(2025, 12, 31))[1:] == ((700_00, 0), (0, 0))
    assert company_on(dt.date(2025, 12, 30))[1:] == ((700_00, 0), (700_00, 0))
    with pytest.raises(Refused, match="nothing_to_carry"):
        propose_year_end(year=2025, reason="again", maker=row.planned_by)


@pytest.mark.usefixtures("year_2025")
def test_figures_that_moved_meanwhile_are_not_carried() -> None:
    keeper = accountant()
    row = propose_year_end(year=2025, reason="audited", maker=keeper)
    adjust(dt.date(2025, 12, 31), keeper, "late", 10_00)
    decide(row, manager())
    assert (row.status, row.entry) == ("dropped", None)
    assert Approval.objects.get(number=row.approval_number).status == "withdrawn"
    again = decide(
        propose_year_end(year=2025, reason="with the invoice", maker=keeper), manager("m2@example.cn")
    )
    assert again.amounts == {"4099": 900_00, "5099": 210_00}
    assert again.status == "posted"


@pytest.mark.usefixtures("year_2025")
def test_december_closes_for_good_only_once_the_year_is_carried() -> None:
    keeper, head = accountant(), manager()
    for month in (11, 12):
        close_month(month_on=dt.date(2025, month, 1), actor=keeper)
    seal_month(month_on=dt.date(2025, 11, 1), actor=head)
    with pytest.raises(Refused, match="year_not_carried"):
        seal_month(month_on=dt.date(2025, 12, 1), actor=head)
    decide(propose_year_end(year=2025, reason="audited", maker=keeper), head)
    assert seal_month(month_on=dt.date(2025, 12, 1), actor=head).status == "hard"
    with pytest.raises(Refused, match="month_closed"):
        propose_year_end(year=2025, reason="again", maker=keeper)


@pytest.mark.usefixtures("year_2025")
def test_years_are_carried_in_order_when_they_are_over() -> None:
    keeper = accountant()
    for year, code in ((2026, "year_not_over"), (2024, "nothing_to_carry")):
        with pytest.raises(Refused, match=code):
            propose_year_end(year=year, reason="r", maker=keeper)
    earn(1_00)
    skip_to(dt.date(2027, 1, 2))
    with pytest.raises(Refused, match="year_before_open"):
        propose_year_end(year=2026, reason="r", maker=keeper)
    assert not YearEnd.objects.exists()
    assert not Entry.objects.filter(kind="adjustment.year_end").exists()
