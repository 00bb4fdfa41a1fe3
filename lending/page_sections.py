"""The borrower's pages, and the office's page of a loan, to which floors above add sections."""

from dataclasses import dataclass

from accounts.models import User
from accounts.web.page_sections import PageSections
from lending.models import Application, Loan


@dataclass(frozen=True)
class OfficeLoan:
    """A loan as a colleague looks at it; a section shows what that colleague may see."""

    loan: Loan
    viewer: User


APPLICATION_PAGE: PageSections[Application] = PageSections()
LOAN_PAGE: PageSections[Loan] = PageSections()
OFFICE_LOAN_PAGE: PageSections[OfficeLoan] = PageSections()
