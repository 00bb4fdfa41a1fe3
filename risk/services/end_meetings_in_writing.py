"""End meetings of the credit committee in writing whose time is up."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock, lock_one
from accounts.states import move
from risk.models import AgendaItem, CommitteeMeeting
from risk.services.put_back_item import put_back

NEVER_OPENED = "time_up"


def find_meetings_to_end(after_id: int = 0, limit: int = 200) -> list[int]:
    """Return meetings in writing that are called or in session though their time is up, in the order of their ids."""
    rows = CommitteeMeeting.objects.filter(
        status__in=[CommitteeMeeting.Status.CALLED, CommitteeMeeting.Status.OPEN],
        closes_at__lte=clock.now(),
        pk__gt=after_id,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def end_meetings_in_writing(ids: list[int]) -> int:
    """Put everything undecided back, whatever votes are in, and end the meetings; return how many.

    Votes that were not counted stay under seal. Time never approves: only a count does.
    """
    ended = 0
    for meeting_id in ids:
        with transaction.atomic():
            meeting = lock_one(CommitteeMeeting.objects.filter(pk=meeting_id))
            at = clock.now()
            is_up = meeting.closes_at is not None and meeting.closes_at <= at
            if not is_up or meeting.status not in ("called", "open"):
                continue
            for item in lock(AgendaItem.objects.filter(meeting=meeting, status__in=AgendaItem.LIVE)):
                put_back(item, AgendaItem.Result.TIME_UP, actor=None, tally=item.tally)
            if meeting.status == CommitteeMeeting.Status.OPEN:
                move(meeting, CommitteeMeeting.Status.CLOSED, actor=None, closed_at=at)
            else:
                move(meeting, CommitteeMeeting.Status.CANCELLED, actor=None, end_reason=NEVER_OPENED)
            ended += 1
    return ended
