"""Reading conditions: of one application, and what waits at the office."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from accounts.models import User
from lending.models import Application, ConditionEvidence, DecisionCondition


def conditions_of(application: Application) -> list[DecisionCondition]:
    """Return the conditions of the current decision with their evidence, the newest first, in two queries."""
    if application.decision_id is None:
        return []
    evidence = ConditionEvidence.objects.select_related("document", "sent_by", "decided_by").order_by("-pk")
    rows = DecisionCondition.objects.filter(decision=application.decision_id)
    return list(rows.prefetch_related(Prefetch("evidence", evidence)).order_by("pk"))


def living_conditions() -> "QuerySet[DecisionCondition]":
    """Return the conditions of current decisions on applications that go on or have become loans."""
    states = [*Application.OPEN, Application.Status.DISBURSED]
    sent = ConditionEvidence.objects.filter(condition=OuterRef("pk"), status=ConditionEvidence.Status.SENT)
    return DecisionCondition.objects.filter(
        decision__application__decision=F("decision"), decision__application__status__in=states
    ).annotate(has_evidence=Exists(sent))


def listed_conditions(view: str, on: dt.date) -> "QuerySet[DecisionCondition]":
    """Return the conditions of a view: `evidence` to look at, `overdue`, `met`, or all that are open."""
    rows = living_conditions().select_related("decision__application__borrower__person")
    if view == "met":
        return rows.filter(status=DecisionCondition.Status.MET)
    rows = rows.filter(status=DecisionCondition.Status.OPEN)
    if view == "evidence":
        return rows.filter(has_evidence=True)
    return rows.filter(due_on__lt=on) if view == "overdue" else rows


def waiting_conditions(user: User) -> "QuerySet[DecisionCondition]":
    """Return what somebody has to look at: evidence that was sent in."""
    return living_conditions().filter(status=DecisionCondition.Status.OPEN, has_evidence=True)
