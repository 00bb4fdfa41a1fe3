"""Set a condition on an approval."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from lending.models import Application, Decision, DecisionCondition
from lending.models.condition import ConditionKind

PREFIX = "CN"
# Until then nothing has been offered to lenders, so a condition of the listing still means something.
BEFORE_THE_MARKET = (
    *(Application.Status.REVIEW, Application.Status.COMMITTEE),
    *(Application.Status.APPROVED, Application.Status.ACCEPTED),
)
BEFORE_THE_MONEY = (*BEFORE_THE_MARKET, Application.Status.LISTED, Application.Status.FUNDED)


@dataclass(frozen=True)
class ConditionTerms:
    """What is asked of the borrower, in words the borrower reads; `due_on` for all but what the listing waits for."""

    words: str
    kind: str = ConditionKind.PRECEDENT.value
    due_on: dt.date | None = None


def set_condition(*, decision: Decision, terms: ConditionTerms, set_by: User) -> DecisionCondition:
    """Write one condition of an approval down: the listing, the payout or the loan waits for its evidence.

    Refuses (`no_conditions`) one without words, (`due_missing`, `bad_date`) one without its day or with a day gone by,
    (`not_approval`), (`too_late`) one that could stop nothing any more, (`own_application`).
    """
    words = terms.words.strip()
    if len(words) < 2 or terms.kind not in ConditionKind.values:
        raise Refused("no_conditions", _("Write the conditions down."), field="conditions")
    if terms.kind != ConditionKind.PRECEDENT and terms.due_on is None:
        raise Refused("due_missing", _("Say by when: %s") % words, field="conditions")
    if terms.due_on is not None and terms.due_on < clock.today():
        raise Refused("bad_date", _("The day has to lie ahead."), field="conditions")
    if not decision.is_approval:
        raise Refused("not_approval", _("Only an approval has conditions."))
    with transaction.atomic():
        row = lock_one(Application.objects.filter(pk=decision.application_id))
        if set_by.person_id is not None and set_by.person_id == row.borrower.person_id:
            raise Refused("own_application", _("Nobody decides on an application of their own."))
        states = BEFORE_THE_MARKET if terms.kind == ConditionKind.PRECEDENT else BEFORE_THE_MONEY
        if row.status not in states:
            raise Refused("too_late", _("It is too late for this condition."))
        condition = DecisionCondition.objects.create(
            number=next_number(PREFIX),
            decision=decision,
            kind=terms.kind,
            words=words[:300],
            due_on=terms.due_on,
            set_by=set_by,
            set_at=clock.now(),
        )
        record_event(
            "condition.set",
            subject=condition,
            actor=set_by,
            data={"application": row.number, "kind": terms.kind},
        )
    return condition
