"""Open a meeting of the credit committee."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.states import move
from risk.committee.bench import Bench, bench_of
from risk.models import AgendaItem, CommitteeMeeting


def open_meeting(*, meeting: CommitteeMeeting, actor: User) -> CommitteeMeeting:
    """Put the meeting in session; in writing every item is open for votes until the time is up.

    Refuses (`not_called`), (`not_presiding`) everybody but who presides, (`no_quorum`) a room without one,
    (`too_early`) before its time, unless everybody has come, and (`time_up`) a meeting in writing that is over.
    """
    with transaction.atomic():
        row = lock_one(CommitteeMeeting.objects.filter(pk=meeting.pk))
        if row.status != CommitteeMeeting.Status.CALLED:
            raise Refused("not_called", _("Only a meeting to which members were called is opened."))
        bench = bench_of(row)
        bench.check_presides(actor)
        _check(row, bench)
        at = clock.now()
        move(row, CommitteeMeeting.Status.OPEN, actor=actor, opened_at=at)
        if row.kind == CommitteeMeeting.Kind.VIRTUAL:
            for item in lock(AgendaItem.objects.filter(meeting=row, status=AgendaItem.Status.LISTED)):
                move(item, AgendaItem.Status.VOTING, actor=actor, voting_at=at)
    return row


def _check(meeting: CommitteeMeeting, bench: Bench) -> None:
    at = clock.now()
    has_everybody = len(bench.present) == len(bench.seats)
    if at < meeting.starts_at and not has_everybody:
        raise Refused("too_early", _("Before its time a meeting is opened only when everybody has come."))
    if meeting.kind == CommitteeMeeting.Kind.VIRTUAL:
        if meeting.closes_at is not None and meeting.closes_at <= at:
            raise Refused("time_up", _("The time for this meeting is up."))
    elif bench.gaps:
        raise Refused("no_quorum", _("There is no quorum: %s.") % bench.gap_words())
