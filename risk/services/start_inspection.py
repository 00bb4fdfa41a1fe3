"""Begin an inspection."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.inspections.checklists import checklist_of
from risk.inspections.rules import require_lead
from risk.models import Inspection, InspectionItem


def start_inspection(*, inspection: Inspection, actor: User) -> Inspection:
    """Copy today's checklist into the inspection and begin.

    Refuses (`not_the_lead`) anybody but who leads it, (`not_planned`) one that has begun or was called off.
    """
    with transaction.atomic():
        row = lock_one(Inspection.objects.filter(pk=inspection.pk))
        require_lead(row, actor)
        if row.status != Inspection.Status.PLANNED:
            raise Refused("not_planned", _("This inspection has begun already, or was called off."))
        checklist = checklist_of(row.topic)
        if checklist is None:
            raise Refused("bad_topic", _("The rules have no checklist for this topic any more."))
        InspectionItem.objects.bulk_create(
            InspectionItem(
                inspection=row,
                n=n,
                words_en=question.words_en,
                words_zh=question.words_zh,
                source=question.source,
            )
            for n, question in enumerate(checklist.questions, start=1)
        )
        move(
            row,
            Inspection.Status.RUNNING,
            actor=actor,
            started_at=clock.now(),
            checklist_from_on=checklist.from_on,
        )
    return row
