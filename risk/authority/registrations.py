"""What the authority matrix adds to the house: its approval, what follows, its page, whose debts count together."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_all_but
from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.events import subscribe
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from risk.authority.relations import add_relation_source, named_household
from risk.authority.story import EVENT_WORDS, approval_facts
from risk.models import AuthorityMatrix
from risk.services.propose_authority import KIND
from risk.services.seed_authority import seed_authority

# A version moves through its states; what stands in it is kept as it was approved.
FREE = ("status", "approval_number", "version", "in_force_at", "ended_at")


def register_authority(app: AppConfig) -> None:
    """Register everything; called from `apps.py: ready()`."""
    post_migrate.connect(seed_authority, sender=app, dispatch_uid="risk.seed_authority")
    keep_all_but(AuthorityMatrix, *FREE)
    register_approval_kind(
        ApprovalKind(KIND, _("Authority matrix"), right="risk.approve_authority", describe=approval_facts)
    )
    subscribe("risk.authority", ENDS, "risk.authority.handlers.on_approval")
    add_relation_source("household", named_household)
    add_event_words(EVENT_WORDS)
    add_office_links(
        OfficeLink(_("Risk"), "shield-check", _("Who may decide"), "risk_authority", "risk.see_cases")
    )
    add_object_pages(ObjectPage("authoritymatrix", "risk_authority_version", "risk.see_cases"))
