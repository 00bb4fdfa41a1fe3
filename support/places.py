"""What support adds to the office: the customers' list and the page where a customer's number leads."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages, name_numbers

DEPARTMENT = pgettext_lazy("department", "Customer service")


def add_places() -> None:
    """Add the links of the rail and the page of a customer."""
    add_office_links(
        OfficeLink(DEPARTMENT, "headset", _("Customers"), "customers", "accounts.see_customers"),
        OfficeLink(
            DEPARTMENT,
            "headset",
            _("Entered for customers"),
            "assisted_entries",
            "support.enter_for_customers",
        ),
        OfficeLink(DEPARTMENT, "headset", _("Tags of customers"), "tags", "support.edit_tags"),
    )
    add_object_pages(
        ObjectPage("user", "customer_file", "accounts.see_customers"),
        ObjectPage("assistedentry", "assisted_entry", "support.enter_for_customers"),
    )
    name_numbers({"U": "user"})
