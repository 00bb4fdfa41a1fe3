"""Rows of a schedule as instalments of a loan."""

from lending.domain.schedule import Row
from lending.models import Instalment, Loan


def instalment_of(loan: Loan, row: Row, n: int) -> Instalment:
    """Return the unsaved instalment of a schedule's row, under the loan's schedule version in force."""
    return Instalment(
        loan=loan,
        schedule_version=loan.schedule_version,
        n=n,
        starts_on=row.starts_on,
        due_on=row.due_on,
        principal_fen=row.principal_fen,
        interest_fen=row.interest_fen,
        fee_fen=row.fee_fen,
        base_fen=row.base_fen,
        days=row.days,
        rate_numerator=row.rate_num,
        rate_denominator=row.rate_den,
        carried_fen=row.carried_fen,
    )
