"""Write the settlement certificate of a loan that is paid."""

from django.db import transaction

from lending.contracts.certificate import certificate_content
from lending.contracts.write import lock_loan, paper_of, write_paper
from lending.models import Loan, LoanPaper
from lending.services.make_contract import make_contract


def make_certificate(*, loan_id: int) -> LoanPaper | None:
    """Write that nothing more is owed, whichever way the loan was paid; once for each loan, and never taken back.

    Returns None for a loan that is not settled.
    """
    with transaction.atomic():
        contract = make_contract(loan_id=loan_id)
        loan = lock_loan(loan_id)
        earlier = paper_of(loan, LoanPaper.Kind.CERTIFICATE)
        if earlier is not None or loan.status != Loan.Status.SETTLED or loan.settled_on is None:
            return earlier
        return write_paper(
            loan,
            LoanPaper.Kind.CERTIFICATE,
            lambda number: certificate_content(loan, number, contract),
            about_on=loan.settled_on,
        )
