"""What limits add to the house: approvals, words of events, the rail."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.events import subscribe
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from risk.limits.story import approval_facts
from risk.services.propose_limit import KIND


def register_limits() -> None:
    """Register everything; called from `apps.py: ready()`."""
    register_approval_kind(
        ApprovalKind(KIND, pgettext_lazy("figures", "Limit"), "risk.approve_portfolio", approval_facts)
    )
    subscribe("risk.limits", ENDS, "risk.limits.handlers.on_approval_ended")
    add_event_words(
        {
            "limit.set": _("Limit set"),
            "limit.ended": _("Limit ended"),
            "limit.soft_breached": _("Soft limit exceeded"),
            "limit_proposal.done": _("Limit put in force"),
            "limit_proposal.dropped": _("Limit not approved"),
        }
    )
    add_office_links(
        OfficeLink(
            _("Risk"), "shield-check", pgettext_lazy("figures", "Limits"), "risk_limits", "risk.see_portfolio"
        )
    )
