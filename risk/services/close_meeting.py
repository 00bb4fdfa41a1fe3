"""Close a meeting of the credit committee."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.states import move
from risk.committee.bench import bench_of
from risk.models import AgendaItem, CommitteeMeeting
from risk.services.put_back_item import put_back


def close_meeting(*, meeting: CommitteeMeeting, actor: User) -> CommitteeMeeting:
    """End the session; what was not decided comes before the next meeting.

    Refuses (`not_in_session`), (`not_presiding`), (`vote_is_open`) while votes are being given.
    """
    with transaction.atomic():
        row = lock_one(CommitteeMeeting.objects.filter(pk=meeting.pk))
        if row.status != CommitteeMeeting.Status.OPEN:
            raise Refused("not_in_session", _("The meeting is not in session."))
        bench_of(row).check_presides(actor)
        live = lock(AgendaItem.objects.filter(meeting=row, status__in=AgendaItem.LIVE))
        if any(item.status == AgendaItem.Status.VOTING for item in live):
            raise Refused("vote_is_open", _("A vote is still open: count it or put the item off first."))
        for item in live:
            is_tied = item.status == AgendaItem.Status.TIED
            put_back(
                item,
                AgendaItem.Result.TIED if is_tied else AgendaItem.Result.ADJOURNED,
                actor=actor,
                tally=item.tally,
            )
        move(row, CommitteeMeeting.Status.CLOSED, actor=actor, closed_at=clock.now())
    return row
