"""Write the supplement of a schedule that was redrawn."""

from django.db import transaction

from lending.contracts.supplement import supplement_content
from lending.contracts.write import lock_loan, paper_of, write_paper
from lending.models import LoanPaper, ScheduleVersion
from lending.services.make_contract import make_contract


def make_supplement(*, loan_id: int, version: int) -> LoanPaper:
    """Write the supplement that sets a version of the schedule; once for each version after the first."""
    with transaction.atomic():
        contract = make_contract(loan_id=loan_id)
        loan = lock_loan(loan_id)
        earlier = paper_of(loan, LoanPaper.Kind.SUPPLEMENT, version=version)
        if earlier is not None:
            return earlier
        made = ScheduleVersion.objects.get(loan=loan, version=version)
        return write_paper(
            loan,
            LoanPaper.Kind.SUPPLEMENT,
            lambda number: supplement_content(loan, number, contract, version),
            about_on=made.made_on,
            version=version,
        )
