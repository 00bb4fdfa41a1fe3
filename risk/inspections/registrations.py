"""What inspections, the register of events and training add to the house."""

from django.utils.translation import gettext_lazy as _

from accounts.append_only import keep_append_only
from accounts.models import User
from accounts.staff.open_work import OpenWork, WorkItem, add_open_work
from accounts.web.event_words import add_event_words
from accounts.web.navigation import OfficeLink, add_office_links
from accounts.web.object_pages import ObjectPage, add_object_pages
from risk.inspections import queries
from risk.training.queries import required_and_missing

DEPARTMENT = _("Risk")
SEE = "risk.see_inspections"


def register_inspections() -> None:
    """Add pages, queues, words and open work; the tries at a quiz and the certificates are only added to."""
    keep_append_only("risk_quizattempt", "risk_trainingcertificate")
    add_office_links(
        OfficeLink(
            DEPARTMENT, "shield-check", _("Inspections"), "inspections", SEE, queries.inspections_led_by
        ),
        OfficeLink(
            DEPARTMENT,
            "shield-check",
            _("Findings"),
            "findings",
            SEE,
            lambda user: queries.findings_to_recheck(),
        ),
        OfficeLink(
            DEPARTMENT,
            "shield-check",
            _("Operational-risk events"),
            "operational_events",
            SEE,
            lambda user: queries.events_to_examine(),
        ),
        OfficeLink(
            _("Own work"), "user", _("Findings given to me"), "own_findings", "", queries.findings_to_mend
        ),
        OfficeLink(_("Own work"), "user", _("Training"), "training", "", required_and_missing),
        OfficeLink(_("Own work"), "user", _("Report an event"), "report_operational_event"),
    )
    add_object_pages(
        ObjectPage("inspection", "inspection", SEE),
        ObjectPage("inspectionfinding", "finding", SEE),
        ObjectPage("operationalevent", "operational_event", SEE),
    )
    add_open_work(
        OpenWork("inspections", 60, _("Inspections led"), _inspections_led),
        OpenWork("findings", 61, _("Findings to mend"), _findings_to_mend),
    )
    add_event_words(WORDS)


WORDS = {
    "inspection.planned": _("Inspection planned"),
    "inspection.running": _("Inspection begun"),
    "inspection.sample_drawn": _("Sample drawn"),
    "inspection.result_recorded": _("Answer of the checklist kept"),
    "inspection.reported": _("Inspection reported"),
    "inspection.closed": _("Inspection closed"),
    "inspection.cancelled": _("Inspection called off"),
    "finding.recorded": _("Finding kept"),
    "finding.mended": _("Finding said to be mended"),
    "finding.verified": _("Finding checked again, in order"),
    "finding.open": _("Finding checked again, not mended"),
    "operational_event.reported": _("Operational-risk event reported"),
    "operational_event.examined": _("Operational-risk event examined"),
    "operational_event.corrected": _("Operational-risk event corrected"),
    "operational_event.closed": _("Operational-risk event closed"),
    "course.written": _("Course written"),
    "course.published": _("Course published"),
    "course.retired": _("Course retired"),
    "training.planned": _("Training meeting planned"),
    "training.attended": _("Attendance noted"),
    "quiz.passed": _("Quiz passed"),
    "quiz.failed": _("Quiz not passed"),
    "certificate.issued": _("Certificate of training issued"),
}


def _inspections_led(user: User) -> list[WorkItem]:
    rows = queries.inspections_led_by(user).order_by("pk")
    return [WorkItem(row.number, f"/office/risk/inspections/{row.number}/") for row in rows]


def _findings_to_mend(user: User) -> list[WorkItem]:
    rows = queries.findings_to_mend(user).order_by("pk")
    return [WorkItem(row.number, f"/office/risk/findings/{row.number}/") for row in rows]
