"""What a year earned and spent and has not carried to equity."""

import datetime as dt

from finance.chart import COMPANY
from finance.chart_in_force import chart_on
from finance.queries.daily_totals import movements
from finance.reports.balances import normal_fen


def result_amounts(day: dt.date) -> dict[str, int]:
    """Return what stands on each income and cost account at the end of a day, on its normal side."""
    moved = movements(None, day)
    accounts = [
        account
        for account in chart_on().values()
        if account.book == COMPANY and account.kind in ("income", "cost") and account.code in moved
    ]
    standing = {account.code: normal_fen(account, moved[account.code]) for account in accounts}
    return {code: fen for code, fen in standing.items() if fen}


def result_fen(amounts: dict[str, int]) -> int:
    """Return income less costs of such amounts."""
    chart = chart_on()
    return sum(fen if chart[code].kind == "income" else -fen for code, fen in amounts.items())
