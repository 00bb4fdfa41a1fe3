"""Examine an operational-risk event, and set its figures right until it is closed."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import OperationalEvent


@dataclass(frozen=True)
class Examination:
    """Why it came about, what is done about it, by whom and until when; what it cost and what came back (fen)."""

    category: str
    cause: str
    measures: str
    owner: User
    due_on: dt.date
    loss_fen: int
    recovered_fen: int


def examine_operational_event(
    *, event: OperationalEvent, found: Examination, actor: User
) -> OperationalEvent:
    """Write the examination down; a second one corrects the first, with both figures in the event log.

    Refuses (`no_words`) without cause or measures, (`bad_category`), (`bad_date`) a day gone by, (`bad_loss`) more
    recovered than lost, and (`closed`) an event that is closed.
    """
    _check(found)
    with transaction.atomic():
        today = clock.lock_business_date()
        if found.due_on < today:
            raise Refused("bad_date", _("Give a day that is still to come."), field="due_on")
        row = lock_one(OperationalEvent.objects.filter(pk=event.pk))
        if row.status == OperationalEvent.Status.CLOSED:
            raise Refused("closed", _("This event is closed."))
        before = {"loss_fen": row.loss_fen, "recovered_fen": row.recovered_fen}
        data = {"before": before, "loss_fen": found.loss_fen, "recovered_fen": found.recovered_fen}
        fields = {
            "category": found.category,
            "cause": found.cause.strip(),
            "measures": found.measures.strip(),
            "owner": found.owner,
            "due_on": found.due_on,
            "loss_fen": found.loss_fen,
            "recovered_fen": found.recovered_fen,
            "examined_by": actor,
            "examined_at": clock.now(),
        }
        if row.status == OperationalEvent.Status.REPORTED:
            move(row, OperationalEvent.Status.EXAMINED, actor=actor, data=data, **fields)
        else:
            for name, value in fields.items():
                setattr(row, name, value)
            row.save(update_fields=list(fields))
            record_event("operational_event.corrected", subject=row, actor=actor, data=data)
    return row


def _check(found: Examination) -> None:
    if found.category not in OperationalEvent.Category.values:
        raise Refused("bad_category", _("Choose what kind of event it is."), field="category")
    if not found.cause.strip() or not found.measures.strip():
        raise Refused("no_words", _("Say why it came about and what is done about it."), field="cause")
    if not 0 <= found.recovered_fen <= found.loss_fen:
        raise Refused("bad_loss", _("No more comes back than was lost."), field="recovered_fen")
