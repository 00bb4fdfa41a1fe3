"""Strike out a note on a tracking file."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import StaleState
from accounts.events import record_event
from accounts.models import User
from risk.models import FileNote
from risk.services.place_watch import check_words


def strike_file_note(*, note: FileNote, reason: str, actor: User) -> None:
    """Strike the note out; it stays readable with who struck it and why.

    Refuses (`watch_words`) no reason, (`stale_state`) one that was struck out already.
    """
    check_words(reason, field="reason")
    with transaction.atomic():
        standing = FileNote.objects.filter(pk=note.pk, struck_at__isnull=True)
        if standing.update(struck_at=clock.now(), struck_by=actor, struck_because=reason.strip()) != 1:
            raise StaleState("stale_state", _("This note was struck out already."))
        record_event("file_note.struck", subject=note, actor=actor)
