"""Remind members of the credit committee of what waits for them."""

from django.db import transaction
from django.db.models import Q

from accounts import clock
from risk.committee.messages import AHEAD, remind
from risk.models import CommitteeMeeting


def remind_members() -> int:
    """Remind the members of meetings a day ahead and of votes in writing in their last day, each once; return how many.

    The message's key keeps it to once, whoever sweeps again.
    """
    soon = clock.now() + AHEAD
    rows = CommitteeMeeting.objects.filter(
        Q(status=CommitteeMeeting.Status.CALLED, starts_at__lte=soon)
        | Q(status=CommitteeMeeting.Status.OPEN, closes_at__lte=soon)
    ).order_by("pk")
    meetings = list(rows)
    for meeting in meetings:
        with transaction.atomic():
            remind(meeting)
    return len(meetings)
