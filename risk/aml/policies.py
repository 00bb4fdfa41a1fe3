"""Who may know of an alert: the desk alone, and of the desk nobody whom it is about."""

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from risk.aml.rules import SEE
from risk.models import AmlAlert, AmlEvidence, AmlLine, AmlNote, AmlReport


def alerts_open_to(user: User) -> "QuerySet[AmlAlert]":
    """Return the alerts this login may know of: none without the right, none about its own person."""
    if not user.has_right(SEE):
        return AmlAlert.objects.none()
    rows = AmlAlert.objects.select_related("customer__person", "investigator", "report")
    if user.person_id is None:
        return rows
    involved = AmlLine.objects.filter(customer__person=user.person_id).values("alert")
    return rows.exclude(Q(customer__person=user.person_id) | Q(pk__in=involved))


def may_know_of(user: User, alert: AmlAlert) -> bool:
    """Tell whether this login may know of the alert."""
    return alerts_open_to(user).filter(pk=alert.pk).exists()


def access_alert(user: User, number: str) -> AmlAlert:
    """Return an alert to somebody of the desk; 404 to everybody else, and to whom it is about."""
    rows = alerts_open_to(user).select_related("raised_by", "proposed_by", "concluded_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def access_question(user: User, number: str) -> AmlNote:
    """Return a question of an alert this login may know of, else 404."""
    rows = AmlNote.objects.filter(number=number, kind=AmlNote.Kind.QUESTION)
    found = rows.filter(alert__in=alerts_open_to(user)).select_related("alert", "asked").first()
    if found is None:
        raise Http404
    return found


def access_evidence(user: User, number: str) -> AmlEvidence:
    """Return a paper of an alert this login may know of, else 404."""
    rows = AmlEvidence.objects.filter(number=number, alert__in=alerts_open_to(user)).select_related("alert")
    found = rows.first()
    if found is None:
        raise Http404
    return found


def access_report(user: User, number: str) -> AmlReport:
    """Return a report to somebody of the desk; 404 to everybody else, and to whom an alert in it is about."""
    rows = AmlReport.objects.select_related("case", "made_by", "sent_by", "corrects")
    found = rows.filter(number=number).first()
    if found is None or not user.has_right(SEE):
        raise Http404
    alerts = AmlAlert.objects.filter(Q(report=found) | Q(pk=found.case_id))
    if alerts.exclude(pk__in=alerts_open_to(user).values("pk")).exists():
        raise Http404
    return found


def access_line(alert: AmlAlert, place: str) -> AmlLine:
    """Return one figure of an alert the caller has reached, else 404."""
    rows = alert.lines.select_related("customer", "transfer__entry")
    found = rows.filter(n=int(place)).first() if place.isdecimal() and len(place) < 7 else None
    if found is None:
        raise Http404
    return found
