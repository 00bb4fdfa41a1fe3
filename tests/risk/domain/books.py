"""Loans of a day for tables worked by hand."""

import datetime as dt

from risk.domain.buckets import BUCKETS
from risk.domain.classification import ClassRule, class_by_days
from risk.domain.expected_loss import LossRule
from risk.domain.portfolio import LoanDay

DAY = dt.date(2026, 11, 30)
RULE = ClassRule(0, 90, 270, 360)
LOSSES = LossRule(
    {"A": 10_000, "B": 20_000, "C": 40_000},
    [150_000, 450_000, 750_000, 1_000_000, 1_000_000, 1_000_000],
    600_000,
)


def a_loan(number: int, fen: int, bucket: int = 0, **values: object) -> LoanDay:
    """A loan of grade B that was lent 10,000 yuan in January."""
    days = BUCKETS[bucket].from_days
    row = LoanDay(
        loan_id=number,
        status="active",
        outstanding_fen=fen,
        overdue_fen=fen if bucket else 0,
        overdue_since_on=DAY - dt.timedelta(days=days) if bucket else None,
        bucket=bucket,
        five_class=class_by_days(days, RULE),
        is_watched=False,
        written_off_fen=0,
        recovered_fen=0,
        principal_fen=10_000_00,
        disbursed_on=dt.date(2026, 1, 15),
        grade="B",
        line="cash",
        dealer_id=None,
        region="11",
        periods=12,
    )
    return row._replace(**values)  # type: ignore[arg-type]
