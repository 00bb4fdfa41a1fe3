"""The borrower's pages to which floors above add sections."""

from accounts.web.page_sections import PageSections
from lending.models import Application, Loan

APPLICATION_PAGE: PageSections[Application] = PageSections()
LOAN_PAGE: PageSections[Loan] = PageSections()
