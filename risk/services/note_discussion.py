"""Write down what was said on an item, for the minutes."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.models import AgendaItem, CommitteeMeeting


def note_discussion(*, item: AgendaItem, words: str, actor: User) -> AgendaItem:
    """Keep the secretary's note on an item until the minutes are confirmed.

    Refuses (`not_now`) before the opening and after the minutes.
    """
    with transaction.atomic():
        meeting = lock_one(CommitteeMeeting.objects.filter(pk=item.meeting_id))
        row = lock_one(AgendaItem.objects.filter(pk=item.pk))
        if meeting.status not in (CommitteeMeeting.Status.OPEN, CommitteeMeeting.Status.CLOSED):
            raise Refused("not_now", _("Notes are taken from the opening until the minutes are confirmed."))
        row.discussion = words.strip()
        row.save(update_fields=["discussion"])
        record_event("agenda_item.noted", subject=row, actor=actor)
    return row
