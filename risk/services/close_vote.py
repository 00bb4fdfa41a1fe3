"""Close the vote on an item of the credit committee and carry out what it says."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.committee.bench import bench_of, check_time
from risk.committee.outcome import carry_out, with_conditions
from risk.committee.votes import ballot_of, keep_tally, open_vote_content
from risk.domain.committee import DECIDES, Result, count_votes
from risk.models import AgendaItem, CommitteeMeeting, OpenedVote
from risk.services.put_back_item import put_back


def close_vote(*, item: AgendaItem, actor: User) -> AgendaItem:
    """Open the votes, count them, and decide the case, leave a tie to the casting vote, or put the item back.

    Refuses (`vote_not_open`), (`not_presiding`), (`time_up`) after a meeting in writing has run out, (`votes_missing`)
    while somebody present has not voted, and all that deciding the case refuses; then nothing is counted.
    """
    with transaction.atomic():
        # The date comes before every other lock, and deciding asks for it.
        clock.lock_business_date()
        meeting = lock_one(CommitteeMeeting.objects.filter(pk=item.meeting_id))
        row = lock_one(AgendaItem.objects.filter(pk=item.pk))
        if row.status != AgendaItem.Status.VOTING or meeting.status != CommitteeMeeting.Status.OPEN:
            raise Refused("vote_not_open", _("The vote on this item is not open."))
        at = clock.now()
        check_time(meeting)
        bench = bench_of(meeting, row)
        bench.check_presides(actor)
        if bench.missing_votes:
            raise Refused(
                "votes_missing",
                _("These have not voted yet: %s.")
                % ", ".join(bench.titles[code] for code in bench.missing_votes),
            )
        votes = list(row.votes.select_related("seat"))
        ballots = [ballot_of(vote.seat.code, open_vote_content(vote)) for vote in votes]
        tally = count_votes(bench.rules, ballots)
        OpenedVote.objects.bulk_create(
            OpenedVote(vote=vote, choice=ballot.choice, is_veto=ballot.is_veto, opened_at=at)
            for vote, ballot in zip(votes, ballots, strict=True)
        )
        kept = keep_tally(tally)
        if tally.result in DECIDES:
            carry_out(row, bench, with_conditions(row, tally.result), kept, actor=actor)
        elif tally.result is Result.TIED:
            move(row, AgendaItem.Status.TIED, actor=actor, tally=kept, result=tally.result)
        else:
            put_back(row, tally.result, actor=actor, tally=kept)
    return row
