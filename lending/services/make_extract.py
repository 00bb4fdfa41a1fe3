"""Write a lender's copy of a contract."""

import json

from django.db import transaction

from accounts.models import User
from lending.contracts.extract import extract_content
from lending.contracts.write import lock_loan, paper_of, write_paper
from lending.models import LoanPaper
from lending.services.make_contract import make_contract


def make_extract(*, loan_id: int, lender: User) -> LoanPaper:
    """Write the copy of a lender who asks for it, with the own lines in full and all others masked; once for each.

    The caller has seen that the lender lent to the loan or holds a claim on it.
    """
    with transaction.atomic():
        contract = make_contract(loan_id=loan_id)
        loan = lock_loan(loan_id)
        earlier = paper_of(loan, LoanPaper.Kind.EXTRACT, owner=lender)
        if earlier is not None:
            return earlier
        said = json.loads(contract.content)
        return write_paper(
            loan,
            LoanPaper.Kind.EXTRACT,
            lambda number: extract_content(loan, number, contract, said, lender),
            about_on=contract.made_on,
            owner=lender,
        )
