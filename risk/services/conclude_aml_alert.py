"""Conclude an alert as another person than the investigator."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import AmlAlert, AmlNote
from risk.services.note_aml_alert import note_aml_alert


def conclude_aml_alert(*, alert: AmlAlert, agrees: bool, words: str, actor: User) -> AmlAlert:
    """Agree with the proposal, which clears the alert or has it reported, or give it back with the reason.

    Refuses (`no_words`), (`not_proposed`), and (`same_person`) whoever investigated or proposed it, under any login.
    A large transaction that was found not to be one, such as money that came twice by mistake, is cleared here too.
    """
    with transaction.atomic():
        row = lock_one(AmlAlert.objects.filter(pk=alert.pk))
        if row.status != AmlAlert.Status.PROPOSED:
            raise Refused("not_proposed", _("No conclusion of this alert waits for a second person."))
        took_part = [one for one in (row.investigator, row.proposed_by) if one is not None]
        if any(is_same_person(one, actor) for one in took_part):
            raise Refused("same_person", _("Another person than the investigator concludes."))
        kind = AmlNote.Kind.DECISION if agrees else AmlNote.Kind.BACK
        note_aml_alert(alert=row, kind=kind, words=words, actor=actor)
        if not agrees:
            move(row, AmlAlert.Status.INVESTIGATING, actor=actor)
            return row
        is_clear = row.conclusion == AmlAlert.Conclusion.NO_SUSPICION
        move(
            row,
            AmlAlert.Status.CLEARED if is_clear else AmlAlert.Status.REPORTABLE,
            actor=actor,
            concluded_by=actor,
            concluded_at=clock.now(),
        )
    return row
