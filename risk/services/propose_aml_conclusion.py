"""Propose what is to become of an alert."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import AmlAlert, AmlNote
from risk.services.note_aml_alert import note_aml_alert


def propose_aml_conclusion(*, alert: AmlAlert, conclusion: str, words: str, actor: User) -> AmlAlert:
    """Put the investigator's conclusion with its reason before another person.

    Refuses (`bad_conclusion`), (`no_words`), (`not_the_investigator`), (`not_under_way`) an alert that is not being
    investigated, and (`questions_open`) while the desk still waits for an answer.
    """
    if conclusion not in AmlAlert.Conclusion.values:
        raise Refused("bad_conclusion", _("Choose a conclusion."), field="conclusion")
    with transaction.atomic():
        row = lock_one(AmlAlert.objects.filter(pk=alert.pk))
        if row.status != AmlAlert.Status.INVESTIGATING:
            raise Refused("not_under_way", _("This alert is not being investigated."))
        if row.investigator_id != actor.pk:
            raise Refused("not_the_investigator", _("Whoever investigates it proposes the conclusion."))
        if row.notes.filter(kind=AmlNote.Kind.QUESTION, answered_at=None).exists():
            raise Refused("questions_open", _("A question is not answered yet."))
        note_aml_alert(alert=row, kind=AmlNote.Kind.PROPOSAL, words=words, actor=actor)
        move(
            row,
            AmlAlert.Status.PROPOSED,
            actor=actor,
            conclusion=conclusion,
            proposed_by=actor,
            proposed_at=clock.now(),
        )
    return row
