"""What the ledger tells the ground floor about itself when the site starts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages, name_numbers
from finance.closing import register_steps
from finance.entry_kinds import name_entry_kinds

ENTRY_KINDS = {
    "hold.placed": _("Amount set aside"),
    "hold.released": _("Amount given free"),
    "reversal": _("Reversal"),
}


def register_books() -> None:
    """Name the ledger's own kinds of entries, its pages, and what its entries belong to."""
    cash = "finance.see_cash"
    add_object_pages(
        ObjectPage("deposit", "office_bank_order", cash),
        ObjectPage("withdrawal", "office_bank_order", cash),
        ObjectPage("suspenseitem", "office_suspense_item", cash),
    )
    name_numbers({"DP": "deposit", "SU": "suspenseitem", "WD": "withdrawal"})
    name_entry_kinds(ENTRY_KINDS)
    register_steps()
    finance = pgettext_lazy("department", "Finance")
    add_office_links(
        OfficeLink(finance, "landmark", _("Trial balance"), "office_books", "finance.see_books"),
        OfficeLink(finance, "landmark", _("Journal"), "office_entries", "finance.see_books"),
    )
