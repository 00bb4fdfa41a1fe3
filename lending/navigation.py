"""Where lending shows itself outside its own pages: the office's rail, the customer's page, the wallet's statement."""

from django.utils.translation import gettext_lazy as _

from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.models import User
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages, name_numbers
from accounts.web.sections import MeSection, add_me_section
from finance.entry_kinds import name_entry_kinds
from lending.models import Application
from lending.product_story import describe_approval
from lending.queries.borrowing import open_applications_of
from lending.queries.products import drafts
from lending.queries.restructures import asked_restructures
from lending.redrawing.restructure_story import describe_restructure
from lending.services.plan_restructure import KIND as RESTRUCTURE
from lending.services.propose_product import KIND

DEPARTMENT = _("Lending")
# What entries in the books belong to.
NUMBERS = {
    "AP": "application",
    "CO": "claim_offer",
    "GO": "goodsorder",
    "LN": "loan",
    "LS": "listing",
    "RS": "restructure",
}


def add_places() -> None:
    """Add the office's links, the borrower's card and the names of lending's entries."""
    right = "lending.see_loans"
    add_office_links(
        OfficeLink(DEPARTMENT, "landmark", _("Applications"), "office_applications", right),
        OfficeLink(DEPARTMENT, "landmark", _("Listings"), "office_listings", right),
        OfficeLink(DEPARTMENT, "landmark", _("Loans"), "office_loans", right),
        OfficeLink(DEPARTMENT, "landmark", _("Goods orders"), "office_orders", right),
        OfficeLink(DEPARTMENT, "landmark", _("Claims for sale"), "office_claim_offers", right),
        OfficeLink(
            DEPARTMENT,
            "landmark",
            _("Hardship"),
            "office_restructures",
            right,
            queue=lambda user: asked_restructures(),
        ),
        OfficeLink(
            DEPARTMENT,
            "landmark",
            _("Products"),
            "office_products",
            "lending.see_products",
            queue=lambda user: drafts(),
        ),
    )
    register_approval_kind(
        ApprovalKind(
            KIND, _("Publication of a product"), "lending.approve_products", describe_approval, valid_days=14
        )
    )
    register_approval_kind(
        ApprovalKind(
            RESTRUCTURE, _("Restructure of a loan"), "lending.approve_restructures", describe_restructure
        )
    )
    add_object_pages(
        ObjectPage("restructure", "office_restructure", right),
        ObjectPage("application", "office_application", right),
        ObjectPage("listing", "office_listing", right),
        ObjectPage("loan", "office_loan", right),
        ObjectPage("goodsorder", "office_order", right),
        ObjectPage("claim_offer", "office_claim_offer", right),
    )
    name_numbers(NUMBERS)
    add_me_section(MeSection("borrowing", 30, "lending/customer/_me_borrowing.html", _own_applications))
    name_entry_kinds({"loan.disbursed": _("Loan paid out")})


def _own_applications(user: User) -> list[Application] | None:
    return open_applications_of(user) or None
