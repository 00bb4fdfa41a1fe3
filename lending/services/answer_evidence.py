"""Accept or refuse what was sent in for a condition."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Application, ConditionEvidence, DecisionCondition
from lending.models.condition import ConditionKind


def answer_evidence(
    *, evidence: ConditionEvidence, decided_by: User, is_accepted: bool, because: str = ""
) -> ConditionEvidence:
    """Decide on the evidence; accepted, its condition is met, and whatever waited for it goes on.

    Refuses (`same_person`) whoever sent it in, (`own_application`) the borrower under any login, (`no_reason`) a
    refusal without one, (`answered`) what is decided.
    """
    if not is_accepted and not because.strip():
        raise Refused("no_reason", _("Say why it is not accepted; the sender reads it."), field="because")
    with transaction.atomic():
        condition = DecisionCondition.objects.select_related("decision").get(pk=evidence.condition_id)
        application = lock_one(Application.objects.filter(pk=condition.decision.application_id))
        row = lock_one(ConditionEvidence.objects.filter(pk=evidence.pk))
        if row.status != ConditionEvidence.Status.SENT:
            raise Refused("answered", _("This has been decided already."))
        if is_same_person(row.sent_by, decided_by):
            raise Refused("same_person", _("You sent this in; another person looks at it."))
        if decided_by.person_id is not None and decided_by.person_id == application.borrower.person_id:
            raise Refused("own_application", _("Nobody decides on an application of their own."))
        move(
            row,
            ConditionEvidence.Status.ACCEPTED if is_accepted else ConditionEvidence.Status.REFUSED,
            actor=decided_by,
            data={"condition": condition.number},
            decided_by=decided_by,
            decided_at=clock.now(),
            because="" if is_accepted else because.strip()[:300],
        )
        if is_accepted:
            _meet(condition, application, decided_by)
    return row


def _meet(condition: DecisionCondition, application: Application, decided_by: User) -> None:
    """Mark the condition as met; the application's event tells that nothing of the listing's is open any more."""
    move(
        condition,
        DecisionCondition.Status.MET,
        actor=decided_by,
        data={"application": application.number},
        met_at=clock.now(),
    )
    open_ones = DecisionCondition.objects.filter(
        decision=condition.decision, kind=ConditionKind.PRECEDENT, status=DecisionCondition.Status.OPEN
    )
    if condition.kind == ConditionKind.PRECEDENT and not open_ones.exists():
        record_event("application.conditions_met", subject=application, actor=decided_by)
