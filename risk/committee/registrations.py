"""What the credit committee adds to the house: messages, approvals, events, append-only tables, the rail."""

from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_all_but, keep_append_only
from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.events import subscribe
from accounts.staff.open_work import OpenWork, add_open_work
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from risk.committee import invariants, queries  # noqa: F401, invariants register by import
from risk.committee.constitution import KIND
from risk.committee.messages import register_messages
from risk.committee.reading import SEE
from risk.committee.story import EVENT_WORDS, approval_facts
from risk.models import CommitteeMinutes, CommitteePack, CommitteeVote

RISK = _("Risk")


def register_committee() -> None:
    """Register everything; called from `apps.py: ready()`."""
    # What is encrypted is written anew under a new key; a hash beside it proves that it is the same.
    for model in (CommitteePack, CommitteeVote, CommitteeMinutes):
        keep_all_but(model, "content")
    keep_append_only("risk_openedvote")
    register_approval_kind(
        ApprovalKind(
            KIND,
            _("Rules of the credit committee"),
            right="risk.approve_constitution",
            describe=approval_facts,
        )
    )
    subscribe("risk.committee_constitution", ENDS, "risk.committee.handlers.on_approval")
    subscribe("risk.committee_agenda", ["case.ended"], "risk.committee.handlers.on_case_ended")
    register_messages()
    add_event_words(EVENT_WORDS)
    add_office_links(
        OfficeLink(
            RISK,
            "shield-check",
            _("Credit committee"),
            "committee",
            SEE,
            queue=queries.waiting_items,
        )
    )
    add_object_pages(
        ObjectPage("committeemeeting", "committee_meeting", SEE),
        ObjectPage("agendaitem", "committee_item", SEE),
    )
    add_open_work(
        OpenWork("committee_seats", 42, _("Meetings of the credit committee with a seat"), queries.seats_of)
    )
