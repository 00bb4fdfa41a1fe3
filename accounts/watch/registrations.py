"""What the watch-list adds to the ground: what needs a second person, what follows on events, the rail."""

from django.utils.translation import gettext_lazy as _

from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.events import subscribe
from accounts.watch.payloads import APPROVE, END_KIND, ENTRY_KIND, SEE
from accounts.watch.queries import entries_to_look_at
from accounts.watch.story import EVENT_WORDS, approval_facts
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages

RISK = _("Risk")


def register_watch_list() -> None:
    """Register everything; called from `apps.py: ready()`."""
    for code, name in (
        (ENTRY_KIND, _("Entry of the watch-list")),
        (END_KIND, _("End of an entry of the watch-list")),
    ):
        register_approval_kind(
            ApprovalKind(code, name, right=APPROVE, describe=approval_facts, is_confidential=True)
        )
    subscribe("accounts.watch", ["approval.approved"], "accounts.watch.handlers.on_approved")
    subscribe(
        "accounts.watch_dropped",
        ["approval.rejected", "approval.withdrawn", "approval.expired"],
        "accounts.watch.handlers.on_not_approved",
    )
    subscribe("accounts.watch_scan", ["watch_entry.in_force"], "accounts.watch.handlers.on_in_force")
    add_event_words(EVENT_WORDS)
    add_office_links(
        OfficeLink(
            RISK,
            "shield-check",
            _("Watch-list"),
            "watch_list",
            SEE,
            queue=lambda user: entries_to_look_at(),
        )
    )
    add_object_pages(ObjectPage("watchentry", "watch_entry", SEE))
