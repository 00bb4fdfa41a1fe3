"""What is due to one claim and was not paid: its share of the debt as the borrower and the office see it."""

import datetime as dt
from dataclasses import dataclass

from lending.models import Claim
from lending.repayment.book import read_books
from lending.repayment.dues import refresh_overdue
from lending.repayment.plan import InstalmentPart, shares_of


@dataclass(frozen=True)
class OwedShare:
    """One claim's part of what is due and unpaid; fen."""

    principal_fen: int
    interest_fen: int
    overdue_interest_fen: int

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.interest_fen + self.overdue_interest_fen


def owed_to_claim(claim: Claim, as_of: dt.date) -> OwedShare | None:
    """Return what the claim would get if all that is due were paid at the end of a day; None where nothing is.

    It is shared by the very plan that a payment is shared by, so all claims' parts sum to the loan's debt.
    """
    books = read_books([claim.loan_id])
    if not books:
        return None
    book = books[0]
    refresh_overdue(book, as_of)
    parts = {
        row.pk: InstalmentPart(
            row.unpaid_principal_fen, row.unpaid_interest_fen, row.unpaid_overdue_interest_fen
        )
        for row in book.instalments
        if row.due_on <= as_of
    }
    for share in shares_of(book, parts):
        if share.claim == claim.number:
            return OwedShare(share.principal_fen, share.interest_fen, share.overdue_interest_fen)
    return None
