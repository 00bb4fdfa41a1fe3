"""Where early warning meets the house: events, the close, approvals, messages, the rail, pages of others."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_append_only
from accounts.approval_ends import ENDS
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.events import subscribe
from accounts.models import User
from accounts.staff.open_work import OpenWork, WorkItem, add_open_work
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from accounts.web.page_sections import PageSection
from lending.page_sections import OFFICE_LOAN_PAGE, OfficeLoan
from risk.services.propose_signal_rule import KIND
from risk.services.reassign_notice import reassign_notice
from risk.warnings import queries
from risk.warnings.behaviour import READERS
from risk.warnings.catalogue import register_kinds
from risk.warnings.closing import register_steps
from risk.warnings.desk import SEE
from risk.warnings.elsewhere import hang_into_other_rooms
from risk.warnings.messages import register_messages
from risk.warnings.rules import install_rules
from risk.warnings.sections import ShownWarnings, shown_warnings
from risk.warnings.story import approval_facts

EVENT_WORDS = {
    "warning_signal.raised": _("Signal raised"),
    "warning_signal.noticed": _("Signal taken into a notice"),
    "warning_signal.closed": _("Signal closed"),
    "warning_notice.raised": _("Warning notice raised"),
    "warning_notice.measure_taken": _("Measure written on a warning notice"),
    "warning_notice.answered": _("Warning notice answered"),
    "warning_notice.open": _("Warning notice given back to its owner"),
    "warning_notice.handed_over": _("Warning notice given to another owner"),
    "warning_notice.escalated": _("Warning notice past its day"),
    "warning_notice.closed": _("Warning notice closed"),
    "signal_rule.published": _("Rule of early warning put in force"),
    "signal_rule.retired": _("Rule of early warning replaced"),
    "signal_rule.dropped": _("Rule of early warning not approved"),
}


def register_warnings(app: AppConfig) -> None:
    """Register everything; called from `apps.py: ready()`."""
    keep_append_only("risk_behaviourfact", "risk_signalhit", "risk_noticestep")
    register_kinds()
    post_migrate.connect(install_rules, sender=app, dispatch_uid="risk.install_signal_rules")
    subscribe("risk.behaviour", sorted(READERS), "risk.warnings.handlers.on_behaviour")
    subscribe("risk.warnings_of_settled", ["loan.settled"], "risk.warnings.handlers.on_settled")
    subscribe("risk.signal_rules", ENDS, "risk.warnings.handlers.on_approval_ended")
    register_approval_kind(
        ApprovalKind(KIND, _("Rule of early warning"), "risk.approve_signals", approval_facts)
    )
    register_steps()
    register_messages()
    hang_into_other_rooms()
    add_event_words(EVENT_WORDS)
    add_object_pages(
        ObjectPage("warningsignal", "risk_signal", SEE),
        ObjectPage("warningnotice", "risk_notice", SEE),
    )
    add_open_work(OpenWork("warning_notices", 62, _("Warning notices to answer"), _own_work, _hand_over))
    OFFICE_LOAN_PAGE.add(
        PageSection("warnings", 20, "risk/office/warnings/_live.html", _of_loan),
    )
    add_office_links(
        OfficeLink(
            _("Risk"),
            "shield-check",
            _("Early warning"),
            "risk_warnings",
            SEE,
            lambda user: queries.signals_to_judge(),
        ),
        OfficeLink(
            _("Risk"),
            "shield-check",
            _("Warning notices"),
            "risk_notices",
            SEE,
            queries.notices_to_look_at,
        ),
        OfficeLink(
            _("Own work"),
            "user",
            _("Warning notices given to me"),
            "risk_own_notices",
            "",
            queries.notices_of,
        ),
    )


def _of_loan(page: OfficeLoan) -> ShownWarnings | None:
    return shown_warnings(page.viewer, loan=page.loan)


def _own_work(user: User) -> list[WorkItem]:
    rows = queries.notices_of(user).order_by("due_on", "pk")
    return [WorkItem(row.number, f"/office/risk/warnings/notices/{row.number}/") for row in rows]


def _hand_over(leaver: User, colleague: User, actor: User | None) -> None:
    for row in queries.notices_of(leaver):
        reassign_notice(
            notice=row, owner=colleague, words=f"{leaver.number} → {colleague.number}", actor=actor
        )
