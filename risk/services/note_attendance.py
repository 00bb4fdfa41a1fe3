"""Note who came to a training meeting."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock
from accounts.models import User
from risk.models import TrainingAttendance, TrainingMeeting


def note_attendance(*, meeting: TrainingMeeting, came: Collection[int], actor: User) -> TrainingMeeting:
    """Write down for everybody on the list whether they came (`came`: ids of logins); a second time corrects it.

    Refuses (`too_early`) before the day of the meeting, (`not_asked`) somebody who is not on the list.
    """
    if meeting.held_on > clock.today():
        raise Refused("too_early", _("The meeting has not been held yet."))
    with transaction.atomic():
        rows = {row.colleague_id: row for row in lock(TrainingAttendance.objects.filter(meeting=meeting))}
        if not set(came) <= set(rows):
            raise Refused("not_asked", _("Somebody is not on the list of this meeting."))
        at = clock.now()
        for colleague_id, row in rows.items():
            row.came, row.noted_by, row.noted_at = colleague_id in came, actor, at
        meeting.attendances.bulk_update(rows.values(), ["came", "noted_by", "noted_at"])
        record_event(
            "training.attended",
            subject=meeting,
            actor=actor,
            data={"came": len(came), "asked": len(rows)},
        )
    return meeting
