"""What lenders are told about a loan (RULES disclosure.loan): frozen when the listing opens, without name or number."""

import datetime as dt
from typing import Any

from lending.models import Application, Loan

# Lenders see bands, not the exact income that could tell a neighbour who it is.
INCOME_BANDS_FEN = (3_000_00, 5_000_00, 8_000_00, 12_000_00, 20_000_00)


def income_band(monthly_fen: int) -> list[int | None]:
    """Return the lower and upper bound of the income band in fen; no upper bound for the highest."""
    lower = 0
    for upper in INCOME_BANDS_FEN:
        if monthly_fen < upper:
            return [lower, upper]
        lower = upper
    return [lower, None]


def disclosure_of(application: Application, on: dt.date) -> dict[str, Any]:
    """Return the facts that the listing shows, as plain values."""
    borrower = application.borrower
    person = borrower.person
    loans = Loan.objects.filter(borrower=borrower)
    decision = application.decision
    return {
        "disclosed_on": on.isoformat(),
        "borrower_type": "person",
        "name": person.masked_name if person is not None else "*",
        "birth_year": person.birth_on.year if person is not None else None,
        "employment": application.employment,
        "industry": application.industry,
        "employed_months": application.employed_months,
        "income_band_fen": income_band(application.monthly_income_fen or 0),
        "monthly_debt_fen": application.monthly_debt_fen,
        "other_debt_fen": application.other_debt_fen,
        "other_platform_debt_fen": application.other_platform_debt_fen,
        "loans_here": loans.count(),
        "loans_here_settled": loans.filter(status=Loan.Status.SETTLED).count(),
        "overdue_here": loans.filter(overdue_since_on__isnull=False).count(),
        "repayment_source": application.repayment_source,
        "purpose_text": application.purpose_text,
        "conditions": decision.conditions if decision is not None else "",
        "grade": decision.grade if decision is not None else "",
    }
