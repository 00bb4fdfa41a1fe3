"""Plan a meeting at which a course is taught."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.models import TrainingAttendance, TrainingCourse, TrainingMeeting

PREFIX = "TM"


def plan_training_meeting(
    *,
    course: TrainingCourse,
    held_on: dt.date,
    place: str,
    trainer: User,
    colleagues: Sequence[User],
    actor: User,
) -> TrainingMeeting:
    """Plan the meeting and put the colleagues on its list; each finds it in the own training.

    Refuses (`not_published`) a course that is not offered, (`bad_date`) a day gone by, (`nobody`) an empty list.
    """
    if course.status != TrainingCourse.Status.PUBLISHED:
        raise Refused("not_published", _("Only a published course is taught."))
    if not colleagues:
        raise Refused("nobody", _("Choose who comes."), field="colleagues")
    with transaction.atomic():
        if held_on < clock.lock_business_date():
            raise Refused("bad_date", _("Plan it for today or a later day."), field="held_on")
        meeting = TrainingMeeting.objects.create(
            number=next_number(PREFIX),
            course=course,
            held_on=held_on,
            place=place.strip(),
            trainer=trainer,
            planned_by=actor,
            planned_at=clock.now(),
        )
        TrainingAttendance.objects.bulk_create(
            TrainingAttendance(meeting=meeting, colleague=colleague) for colleague in colleagues
        )
        record_event(
            "training.planned",
            subject=meeting,
            actor=actor,
            data={"course": course.number, "on": held_on.isoformat(), "asked": len(colleagues)},
        )
    return meeting
