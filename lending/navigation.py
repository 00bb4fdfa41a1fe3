"""Where lending shows itself outside its own pages: the office's rail, the customer's page, the wallet's statement."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.sections import MeSection, add_me_section
from finance.entry_kinds import name_entry_kinds
from lending.models import Application
from lending.queries.borrowing import open_applications_of

DEPARTMENT = _("Lending")


def add_places() -> None:
    """Add the office's links, the borrower's card and the names of lending's entries."""
    right = "lending.see_loans"
    add_office_links(
        OfficeLink(DEPARTMENT, "landmark", _("Applications"), "office_applications", right),
        OfficeLink(DEPARTMENT, "landmark", _("Listings"), "office_listings", right),
        OfficeLink(DEPARTMENT, "landmark", _("Loans"), "office_loans", right),
    )
    add_object_pages(
        ObjectPage("application", "office_application", right),
        ObjectPage("listing", "office_listing", right),
        ObjectPage("loan", "office_loan", right),
    )
    add_me_section(MeSection("borrowing", 30, "lending/customer/_me_borrowing.html", _own_applications))
    name_entry_kinds({"loan.disbursed": _("Loan paid out")})


def _own_applications(user: User) -> list[Application] | None:
    return open_applications_of(user) or None
