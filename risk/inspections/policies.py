"""Fetching inspections, findings and operational-risk events: checked while fetched."""

from django.http import Http404

from accounts.models import User
from risk.models import Inspection, InspectionFinding, OperationalEvent

SEE = "risk.see_inspections"


def access_inspection(user: User, number: str) -> Inspection:
    """Return an inspection with its lines to somebody who sees inspections; 404 to everybody else."""
    rows = Inspection.objects.select_related("department", "lead", "planned_by", "ended_by")
    found = rows.prefetch_related("items", "samples", "findings__owner").filter(number=number).first()
    if found is None or not user.has_right(SEE):
        raise Http404
    return found


def access_finding(user: User, number: str) -> InspectionFinding:
    """Return a finding to its owner and to whoever sees inspections; 404 to everybody else."""
    rows = InspectionFinding.objects.select_related(
        "inspection__department",
        "inspection__lead",
        "owner",
        "found_by",
        "mended_by",
        "rechecked_by",
        "evidence",
    )
    found = rows.filter(number=number).first()
    if found is None or not (found.owner_id == user.pk or user.has_right(SEE)):
        raise Http404
    return found


def access_operational_event(user: User, number: str) -> OperationalEvent:
    """Return an event to who reported it, who mends it and whoever sees inspections; 404 to everybody else."""
    rows = OperationalEvent.objects.select_related(
        "department", "owner", "reported_by", "examined_by", "closed_by"
    )
    found = rows.filter(number=number).first()
    if found is None or not (user.pk in (found.reported_by_id, found.owner_id) or user.has_right(SEE)):
        raise Http404
    return found
