"""What the portfolio adds to the house: append-only tables, the close, approvals, words of events, the rail."""

from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_append_only
from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.events import subscribe
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from risk.portfolio.closing import register_steps
from risk.portfolio.loan_story import approval_facts
from risk.services.propose_downgrade import KIND

APPROVE = "risk.approve_portfolio"


def register_portfolio() -> None:
    """Register everything; called from `apps.py: ready()`."""
    keep_append_only("risk_snapshotloan", "risk_loansnapshot", "risk_snapshotday")
    register_steps()
    register_approval_kind(ApprovalKind(KIND, _("Worse class of a loan"), APPROVE, approval_facts))
    subscribe("risk.downgrades", ENDS, "risk.portfolio.handlers.on_approval_ended")
    add_event_words(
        {
            "class_downgrade.in_force": _("Loan classed worse by hand"),
            "class_downgrade.lifted": _("Downgrade lifted"),
            "class_downgrade.dropped": _("Downgrade not put in force"),
            "figures.exported": _("Figures taken out as a file"),
        }
    )
    add_office_links(
        OfficeLink(_("Risk"), "shield-check", _("Loan book"), "risk_portfolio", "risk.see_portfolio")
    )
