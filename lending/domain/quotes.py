"""A quote in plain values, by the names of the published vectors."""

from typing import TypedDict

from lending.domain.rates import RateValue, schedule_effective_rate, schedule_nominal_rate
from lending.domain.schedule import Schedule


class QuoteRow(TypedDict):
    """Hold one due row."""

    n: int
    due_on: str
    principal_fen: int
    interest_fen: int
    fee_fen: int
    balance_fen: int
    kind: str


class Quote(TypedDict):
    """Hold a whole quote; a rate is None where none exists."""

    rows: list[QuoteRow]
    total_interest_fen: int
    total_fee_fen: int
    nominal_rate: RateValue | None
    effective_annual_rate: RateValue | None


def quote(schedule: Schedule) -> Quote:
    """Return the quote of a schedule: its rows, totals, and both rates with every fee in."""
    return {
        "rows": [
            {
                "n": row.n,
                "due_on": row.due_on.isoformat(),
                "principal_fen": row.principal_fen,
                "interest_fen": row.interest_fen,
                "fee_fen": row.fee_fen,
                "balance_fen": row.balance_fen,
                "kind": row.kind,
            }
            for row in schedule.rows
        ],
        "total_interest_fen": schedule.total_interest_fen,
        "total_fee_fen": schedule.total_fee_fen,
        "nominal_rate": schedule_nominal_rate(schedule).value,
        "effective_annual_rate": schedule_effective_rate(schedule).value,
    }
