"""Close an operational-risk event."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import OperationalEvent


def close_operational_event(*, event: OperationalEvent, outcome: str, actor: User) -> OperationalEvent:
    """Close the event with what came of the measures.

    Refuses (`no_words`), (`not_examined`) one that nobody examined or that is closed, (`own_measures`) the colleague
    whose measures they are.
    """
    if not outcome.strip():
        raise Refused("no_words", _("Say what came of the measures."), field="outcome")
    with transaction.atomic():
        row = lock_one(OperationalEvent.objects.filter(pk=event.pk))
        if row.status != OperationalEvent.Status.EXAMINED:
            raise Refused("not_examined", _("Only an examined event is closed."))
        if row.owner is not None and is_same_person(row.owner, actor):
            raise Refused("own_measures", _("The measures are yours; another person closes the event."))
        move(
            row,
            OperationalEvent.Status.CLOSED,
            actor=actor,
            outcome=outcome.strip(),
            closed_by=actor,
            closed_at=clock.now(),
        )
    return row
