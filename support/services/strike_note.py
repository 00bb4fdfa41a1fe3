"""Strike out a note that is wrong or holds no longer."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.events import record_event
from accounts.models import User
from support.models import CustomerNote

LEAST_LETTERS = 2


def strike_note(*, note: CustomerNote, reason: str, actor: User) -> None:
    """Strike the note out: it stays readable, with who struck it and why.

    Refuses (`strike_reason`) without a reason, (`stale_state`) a note that was struck out already.
    """
    reason = reason.strip()
    if len(reason) < LEAST_LETTERS:
        raise Refused("strike_reason", _("Say why the note is struck out."), field="reason")
    with transaction.atomic():
        standing = CustomerNote.objects.filter(pk=note.pk, struck_at__isnull=True)
        if standing.update(struck_at=clock.now(), struck_by=actor, struck_because=reason) != 1:
            raise StaleState("stale_state", _("This note was struck out already."))
        record_event("customer.note_struck", subject=note.customer, actor=actor, data={"note": note.number})
