"""How conditions are told: to the borrower on the application's page, and at the office."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.parts import Fact
from lending.models import ConditionEvidence, DecisionCondition
from lending.models.condition import ConditionKind

EVENT_WORDS: dict[str, Promise] = {
    "condition.set": gettext_lazy("Condition set"),
    "condition.evidence_sent": gettext_lazy("Evidence sent in"),
}


@dataclass(frozen=True)
class ShownCondition:
    """One condition as its reader sees it; `last` is the newest evidence."""

    row: DecisionCondition
    sentence: str
    tone: str
    last: ConditionEvidence | None
    may_send: bool


def shown_condition(row: DecisionCondition, on: dt.date) -> ShownCondition:
    """Return the condition with where it stands in words."""
    last = next(iter(row.evidence.all()), None)
    is_waiting = last is not None and last.status == ConditionEvidence.Status.SENT
    is_open = row.status == DecisionCondition.Status.OPEN
    sentence, tone = _stand(row, last, on)
    return ShownCondition(row, sentence, tone, last, is_open and not is_waiting)


def condition_facts(row: DecisionCondition) -> list[Fact]:
    """Return what is asked and when it stops what."""
    application = row.decision.application
    return [
        Fact(_("Application"), application.number),
        Fact(_("Stops"), row.get_kind_display()),
        Fact(_("Due by"), row.due_on or "—"),
        Fact(_("Set by"), row.set_by.name),
    ]


def _stand(row: DecisionCondition, last: ConditionEvidence | None, on: dt.date) -> tuple[str, str]:
    if row.status == DecisionCondition.Status.MET:
        return _("Met."), "good"
    if last is not None and last.status == ConditionEvidence.Status.SENT:
        return _("Sent in, and being looked at."), "active"
    if last is not None and last.status == ConditionEvidence.Status.REFUSED:
        return _("Not accepted: %s") % last.because, "attention"
    if row.due_on is not None and row.due_on < on:
        return _("Overdue since %s.") % row.due_on, "danger"
    words = {
        ConditionKind.PRECEDENT: _("The loan is listed once this is met."),
        ConditionKind.LATER: _("The loan is paid out once this is met, at the latest by %(on)s."),
        ConditionKind.SUBSEQUENT: _("To be shown by %(on)s."),
    }[ConditionKind(row.kind)]
    return words % {"on": row.due_on} if row.due_on is not None else words, "attention"
