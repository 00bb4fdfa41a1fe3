"""Propose a measure in the draft of a report, or take it out again."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from accounts.states import move
from risk.inspections.rules import require_no_hidden_number
from risk.models import ReportMeasure, ReportVersion
from risk.reports.rules import lock_draft

PREFIX = "RM"


def propose_measure(
    *, version: ReportVersion, words: str, owner: User, due_on: dt.date, actor: User
) -> ReportMeasure:
    """Add a measure with who carries it out until when; it counts from the signature on.

    Refuses what `lock_draft` does, (`no_words`), (`words_hidden`), (`bad_date`) a day gone by.
    """
    words = words.strip()
    if not words:
        raise Refused("no_words", _("Say what is to be done."), field="words")
    require_no_hidden_number(words, "words")
    if due_on < clock.today():
        raise Refused("bad_date", _("Give today or a later day."), field="due_on")
    with transaction.atomic():
        row = lock_draft(version, actor)
        found = ReportMeasure.objects.create(
            number=next_number(PREFIX),
            version=row,
            words=words,
            owner=owner,
            due_on=due_on,
            proposed_by=actor,
            proposed_at=clock.now(),
        )
        record_event("report_measure.proposed", subject=found, actor=actor, data={"report": row.number})
    return found


def drop_measure(*, measure: ReportMeasure, actor: User) -> ReportMeasure:
    """Take a measure out of its draft; refuses what `lock_draft` does."""
    with transaction.atomic():
        lock_draft(measure.version, actor)
        row = lock_one(ReportMeasure.objects.filter(pk=measure.pk))
        move(
            row,
            ReportMeasure.Status.DROPPED,
            actor=actor,
            ended_at=clock.now(),
            ended_on=clock.today(),
        )
    return row
