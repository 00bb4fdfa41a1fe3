"""Where the screening meets the house."""

import datetime as dt

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.closing import CloseStep, register_step
from accounts.events import subscribe
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from risk.authority.relations import add_relation_source
from risk.authority.severity import add_severity_source
from risk.screening.bell import bell
from risk.screening.case_part import register_case_part
from risk.screening.guards import guard_screening
from risk.screening.payloads import APPROVE, PUBLISH_KIND, SEE, SWITCH_ON_KIND
from risk.screening.personal_data import register_screening_data
from risk.screening.seeding import install_rules
from risk.screening.story import publish_facts, switch_facts
from risk.screening.ties import TIE_NAMES, linked_people, severity_of_screening
from risk.services.retire_rule_sets import find_overtaken, retire_rule_sets

EVENT_WORDS: dict[str, Promise] = {
    "screening.run": _("Screened by the rules"),
    "rule_set.drafted": _("Draft made"),
    "rule_set.saved": _("Rule changed"),
    "rule_set.tried": _("Tried against past applications"),
    "rule_set.proposed": _("Asked for approval of the rules"),
    "rule_set.draft": _("A draft again"),
    "rule_switch.off": _("Refusals switched off"),
    "rule_switch.on": _("Refusals on again"),
}


def register_screening(app: AppConfig) -> None:
    """Register everything; called from `apps.py: ready()`."""
    post_migrate.connect(install_rules, sender=app, dispatch_uid="risk.install_rules")
    guard_screening()
    register_case_part()
    register_screening_data()
    add_relation_source("links", linked_people, TIE_NAMES)
    add_severity_source("screening", severity_of_screening, _("what the screening referred"))
    add_event_words(EVENT_WORDS)
    register_approval_kind(ApprovalKind(PUBLISH_KIND, _("Rules of screening"), APPROVE, publish_facts))
    register_approval_kind(
        ApprovalKind(SWITCH_ON_KIND, _("Refusals by rule on again"), APPROVE, switch_facts)
    )
    subscribe("risk.screening_approvals", ENDS, "risk.screening.handlers.on_approval")
    register_step(
        CloseStep("retire_rules", _("Rules replaced by a newer version"), 130, find_overtaken, _retire)
    )
    add_office_links(
        OfficeLink(_("Risk"), "shield-check", _("Screening of applications"), "risk_screening", SEE)
    )
    add_object_pages(
        ObjectPage("screeningrun", "risk_screening_run", SEE), ObjectPage("ruleset", "risk_rule_set", SEE)
    )
    if not settings.TEST_RUN:
        # Imported here: what tasks are made with must not be set up before the apps are.
        from risk.tasks import ring_screening

        bell.hang(ring_screening)


def _retire(day: dt.date, ids: list[int]) -> None:
    retire_rule_sets(business_date=day)
