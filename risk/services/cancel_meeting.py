"""Call a meeting of the credit committee off."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.states import move
from risk.committee.messages import tell_called_off
from risk.models import AgendaItem, CommitteeMeeting
from risk.services.put_back_item import put_back


def cancel_meeting(*, meeting: CommitteeMeeting, reason: str, actor: User) -> CommitteeMeeting:
    """Call off a meeting that has not begun; its cases come before the next one, and its members are told.

    Refuses (`no_reason`), (`begun_already`).
    """
    if not reason.strip():
        raise Refused("no_reason", _("Say why the meeting is called off."), field="reason")
    with transaction.atomic():
        row = lock_one(CommitteeMeeting.objects.filter(pk=meeting.pk))
        if row.status not in CommitteeMeeting.AHEAD:
            raise Refused("begun_already", _("This meeting has begun or is over."))
        for item in lock(AgendaItem.objects.filter(meeting=row, status=AgendaItem.Status.LISTED)):
            put_back(item, AgendaItem.Result.ADJOURNED, actor=actor)
        was_called = row.status == CommitteeMeeting.Status.CALLED
        move(row, CommitteeMeeting.Status.CANCELLED, actor=actor, end_reason=reason.strip())
        if was_called:
            tell_called_off(row)
    return row
