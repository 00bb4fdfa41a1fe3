"""Open the vote on an item of the credit committee."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.committee.bench import bench_of
from risk.models import AgendaItem, CommitteeMeeting


def open_vote(*, item: AgendaItem, actor: User) -> AgendaItem:
    """Let those present vote.

    Refuses (`not_in_session`), (`not_presiding`), (`vote_is_open`), (`declaration_missing`) while somebody present has
    not said whether there is an interest, and (`no_quorum`): a recusal makes nobody's quorum smaller.
    """
    with transaction.atomic():
        meeting = lock_one(CommitteeMeeting.objects.filter(pk=item.meeting_id))
        row = lock_one(AgendaItem.objects.filter(pk=item.pk))
        if meeting.status != CommitteeMeeting.Status.OPEN:
            raise Refused("not_in_session", _("The meeting is not in session."))
        if row.status != AgendaItem.Status.LISTED:
            raise Refused("vote_is_open", _("The vote on this item has been opened already."))
        bench = bench_of(meeting, row)
        bench.check_presides(actor)
        if bench.undeclared:
            raise Refused(
                "declaration_missing",
                _("These have not declared whether they have an interest: %s.")
                % ", ".join(bench.titles[code] for code in bench.undeclared),
            )
        if bench.gaps:
            raise Refused("no_quorum", _("There is no quorum: %s.") % bench.gap_words())
        move(row, AgendaItem.Status.VOTING, actor=actor, voting_at=clock.now())
    return row
