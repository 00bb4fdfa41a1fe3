"""Write the contract of a loan that was paid out."""

from django.db import transaction

from lending.contracts.content import contract_content
from lending.contracts.write import lock_loan, paper_of, write_paper
from lending.models import LoanPaper


def make_contract(*, loan_id: int) -> LoanPaper:
    """Write the contract with lenders, dates and that day's LPR under both sides' signatures; once for each loan.

    Made from rows that do not change any more, so it says the same whenever it is made (RULES esign, rate.display).
    """
    with transaction.atomic():
        loan = lock_loan(loan_id)
        earlier = paper_of(loan, LoanPaper.Kind.CONTRACT)
        if earlier is not None:
            return earlier
        return write_paper(
            loan,
            LoanPaper.Kind.CONTRACT,
            lambda number: contract_content(loan, number),
            about_on=loan.disbursed_on,
        )
