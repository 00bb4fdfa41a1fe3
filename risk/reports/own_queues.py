"""The queues that risk itself hangs onto the risk manager's desk."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models.in_force import business_date
from risk.collections.queries import live_cases
from risk.inspections.queries import events_to_examine, findings, findings_to_recheck
from risk.models import (
    AgendaItem,
    ClassDowngrade,
    CollectionCase,
    CreditCase,
    LimitProposal,
    ReportMeasure,
    ReportVersion,
)
from risk.reports.queues import WorkQueue, add_work_queue

OFFICE = "/office/risk/"


def _collections_due() -> "QuerySet[CollectionCase]":
    return live_cases().filter(next_action_on__lte=business_date())


def _measures_late() -> "QuerySet[ReportMeasure]":
    return ReportMeasure.objects.filter(
        status="open", due_on__lt=business_date(), version__status__in=ReportVersion.SEALED
    )


QUEUES = (
    WorkQueue(
        "cases_open",
        10,
        _("Credit cases to review"),
        lambda: CreditCase.objects.filter(status="open"),
        "opened_at",
        f"{OFFICE}cases/?status=open",
        "risk.see_cases",
    ),
    WorkQueue(
        "cases_reviewed",
        11,
        _("Credit cases to decide"),
        lambda: CreditCase.objects.filter(status="reviewed"),
        "reviewed_at",
        f"{OFFICE}cases/?status=reviewed",
        "risk.see_cases",
    ),
    WorkQueue(
        "committee",
        12,
        _("Items before the credit committee"),
        lambda: AgendaItem.objects.filter(status__in=AgendaItem.LIVE),
        "listed_at",
        f"{OFFICE}committee/",
        "risk.see_committee",
    ),
    WorkQueue(
        "collections",
        20,
        _("Collection cases with a step due"),
        _collections_due,
        "next_action_on",
        f"{OFFICE}collections/cases/",
        "risk.see_collections",
    ),
    WorkQueue(
        "limits",
        30,
        _("Limits that wait for approval"),
        lambda: LimitProposal.objects.filter(status="planned"),
        "planned_at",
        f"{OFFICE}limits/",
        "risk.see_portfolio",
    ),
    WorkQueue(
        "downgrades",
        31,
        _("Worse classes that wait for approval"),
        lambda: ClassDowngrade.objects.filter(status="planned"),
        "planned_at",
        "/office/approvals/",
        "risk.approve_portfolio",
    ),
    WorkQueue(
        "findings_late",
        40,
        _("Findings past their day"),
        lambda: findings("late"),
        "due_on",
        f"{OFFICE}findings/?status=late",
        "risk.see_inspections",
    ),
    WorkQueue(
        "findings_mended",
        41,
        _("Findings to check again"),
        findings_to_recheck,
        "mended_at",
        f"{OFFICE}findings/?status=mended",
        "risk.see_inspections",
    ),
    WorkQueue(
        "events",
        42,
        _("Operational-risk events to examine"),
        events_to_examine,
        "reported_at",
        f"{OFFICE}events/?status=reported",
        "risk.see_inspections",
    ),
    WorkQueue(
        "reports",
        50,
        _("Reports to sign"),
        lambda: ReportVersion.objects.filter(status="submitted"),
        "submitted_at",
        f"{OFFICE}reports/?status=submitted",
        "risk.see_reports",
    ),
    WorkQueue(
        "measures",
        51,
        _("Measures past their day"),
        _measures_late,
        "due_on",
        f"{OFFICE}measures/?view=late",
        "risk.see_reports",
    ),
)


def add_own_queues() -> None:
    """Add them; called from `apps.py: ready()`."""
    add_work_queue(*QUEUES)
