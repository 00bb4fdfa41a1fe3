"""Where reconciliation meets the house: the close, approvals, messages, pages and names."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.closing import CloseStep, register_step
from accounts.events import subscribe
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from finance.queries.reconciliation import unresolved_breaks
from finance.reconciliation.messages import register_messages
from finance.reconciliation.story import describe_halt, describe_resolution
from finance.services.ask_halt_lift import KIND as LIFT
from finance.services.reconcile_day import reconcile_day
from finance.services.resolve_break import KIND as RESOLVE

EVENT_WORDS = {
    "statement.quarantined": _("Statement of the bank put into quarantine"),
    "reconciliation_break.gone": _("Break not found any more"),
    "reconciliation_break.handed_on": _("Break handed on"),
    "reconciliation_break.given_back": _("End of the break not approved"),
    "payout_halt.opened": _("Payouts halted"),
    "payout_halt.lifted": _("Payouts run again"),
}


def register_reconciliation() -> None:
    """Add the step of the close, the approvals, the message, the page and the words."""
    # After everything that posts on the day, before the event log is sealed.
    register_step(
        CloseStep("reconcile", _("Match with the custodian bank"), 840, _once, _reconcile, is_atomic=False)
    )
    register_approval_kind(
        ApprovalKind(
            RESOLVE, _("End of a break with the bank"), "finance.approve_breaks", describe_resolution
        )
    )
    register_approval_kind(
        ApprovalKind(LIFT, _("Letting payouts run again"), "finance.lift_payout_halt", describe_halt)
    )
    subscribe("finance.two_persons", ENDS, "finance.handlers.act_on_approval")
    register_messages()
    add_event_words(EVENT_WORDS)
    add_object_pages(
        ObjectPage("custodystatement", "office_statement", "finance.see_cash"),
        ObjectPage("reconciliationbreak", "office_break", "finance.see_cash"),
    )
    add_office_links(
        OfficeLink(
            pgettext_lazy("department", "Finance"),
            "landmark",
            _("Reconciliation"),
            "office_reconciliation",
            "finance.see_cash",
            queue=lambda user: unresolved_breaks(),
        )
    )


def _once(_day: dt.date, after_id: int, _limit: int) -> list[int]:
    return [1] if after_id < 1 else []


def _reconcile(day: dt.date, _ids: list[int]) -> None:
    reconcile_day(day=day)
