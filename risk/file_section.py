"""What risk shows in a customer's file: the credit cases, to those who may see cases."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.web.customer_file import FileSection, add_file_section
from risk.models import CreditCase

NEWEST = 10


def register_file_section() -> None:
    """Add the section."""
    add_file_section(
        FileSection(
            "cases",
            65,
            _("Credit cases"),
            "shield-check",
            "risk/office/file/_cases.html",
            _cases,
            "risk.see_cases",
        )
    )


def _cases(viewer: User, customer: User) -> list[CreditCase]:
    rows = CreditCase.objects.filter(application__borrower=customer)
    return list(rows.select_related("application", "decision", "reviewed_by").order_by("-pk")[:NEWEST])
