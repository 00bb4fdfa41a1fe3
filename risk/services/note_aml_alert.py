"""Write into the record of an investigation."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.models import AmlAlert, AmlNote

PREFIX = "AQ"


def note_aml_alert(
    *, alert: AmlAlert, kind: str, words: str, actor: User, asked: User | None = None
) -> AmlNote:
    """Keep what was found, thought or asked; notes are never changed. Refuses (`no_words`)."""
    if not words.strip():
        raise Refused("no_words", _("Write something."), field="words")
    with transaction.atomic():
        note = AmlNote.objects.create(
            number=next_number(PREFIX),
            alert=alert,
            kind=kind,
            words=words.strip(),
            made_by=actor,
            made_at=clock.now(),
            asked=asked,
        )
        record_event("aml_alert.noted", subject=alert, actor=actor, data={"note": note.number, "kind": kind})
    return note
