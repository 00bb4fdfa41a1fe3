"""The office's lists of inspections, findings and operational-risk events."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.web.tables import Column, Kind, Table


def _page(route: str) -> Any:
    return lambda row, viewer: reverse(route, args=[row.number])


INSPECTIONS = Table(
    "risk.inspections",
    _("Inspections"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("inspection")),
        Column("department", _("Department"), lambda row: row.department.name),
        Column("aim", _("What it is to find out"), lambda row: row.aim),
        Column("planned_on", _("Planned for"), lambda row: row.planned_on, Kind.DAY, "planned_on"),
        Column("lead", _("Led by"), lambda row: row.lead.name),
        Column("findings", _("Findings"), lambda row: row.finding_count, Kind.NUMBER, "finding_count"),
        Column("open", _("Of them not mended"), lambda row: row.open_count, Kind.NUMBER, "open_count"),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="-planned_on",
    kept=("status",),
)

FINDINGS = Table(
    "risk.findings",
    _("Findings"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("finding")),
        Column(
            "inspection",
            _("Inspection"),
            lambda row: row.inspection.number,
            url=lambda row, viewer: (
                reverse("inspection", args=[row.inspection.number])
                if viewer.has_right("risk.see_inspections")
                else ""
            ),
        ),
        Column("department", _("Department"), lambda row: row.inspection.department.name),
        Column("severity", _("How grave"), lambda row: row.get_severity_display(), sort="severity"),
        Column("words", _("What is not in order"), lambda row: row.words),
        Column("owner", _("Mended by"), lambda row: row.owner.name),
        Column("due_on", _("Until day"), lambda row: row.due_on, Kind.DAY, "due_on"),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="due_on",
    kept=("status",),
)

OPERATIONAL_EVENTS = Table(
    "risk.operational_events",
    _("Operational-risk events"),
    (
        Column("number", _("Number"), lambda row: row.number, sort="number", url=_page("operational_event")),
        Column("category", _("Kind of event"), lambda row: row.get_category_display(), sort="category"),
        Column("department", _("Department"), lambda row: row.department.name),
        Column("happened_on", _("Happened on"), lambda row: row.happened_on, Kind.DAY, "happened_on"),
        Column("loss", _("Loss"), lambda row: row.loss_fen, Kind.YUAN, "loss_fen"),
        Column("recovered", _("Of it came back"), lambda row: row.recovered_fen, Kind.YUAN, "recovered_fen"),
        Column("owner", _("Measures by"), lambda row: row.owner and row.owner.name),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="-happened_on",
    kept=("status",),
)
