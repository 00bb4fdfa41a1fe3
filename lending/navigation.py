"""Lending's places in the back office's rail."""

from django.utils.translation import gettext_lazy as _

from accounts.web.navigation import OfficeLink, add_office_links

DEPARTMENT = _("Lending")


def add_links() -> None:
    """Add the pages for those who may see loans."""
    right = "lending.see_loans"
    add_office_links(
        OfficeLink(DEPARTMENT, "landmark", _("Applications"), "office_applications", right),
        OfficeLink(DEPARTMENT, "landmark", _("Listings"), "office_listings", right),
        OfficeLink(DEPARTMENT, "landmark", _("Loans"), "office_loans", right),
    )
