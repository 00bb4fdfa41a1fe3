"""The income statement of a period beside the year so far; only the company's own book earns and spends."""

from dataclasses import dataclass

from finance.chart import COMPANY
from finance.chart_in_force import chart_on
from finance.queries.daily_totals import movements_of
from finance.reports.balances import LineFigures, add, gather
from finance.reports.period import Period


@dataclass(frozen=True)
class IncomeStatement:
    """Every figure is a pair: in the period, and in its year through the period's last day."""

    income: list[LineFigures]
    costs: list[LineFigures]

    @property
    def income_sum(self) -> tuple[int, ...]:
        return add([line.figures for line in self.income], 2)

    @property
    def cost_sum(self) -> tuple[int, ...]:
        return add([line.figures for line in self.costs], 2)

    @property
    def result(self) -> tuple[int, ...]:
        """What was earned less what was spent."""
        return tuple(earned - spent for earned, spent in zip(self.income_sum, self.cost_sum, strict=True))


def income_statement(period: Period) -> IncomeStatement:
    """Return what was earned and spent; that a result was carried to equity takes nothing from it."""
    year = period.year_to_date
    columns = movements_of(
        (period.first_on, period.last_on), (year.first_on, year.last_on), with_year_end=False
    )
    accounts = chart_on(period.last_on)
    return IncomeStatement(
        gather(accounts, COMPANY, "income", columns), gather(accounts, COMPANY, "cost", columns)
    )
