"""Retire a training course."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import TrainingCourse


def retire_course(*, course: TrainingCourse, actor: User) -> TrainingCourse:
    """Take a course off the list; certificates it gave stay as they are. Refuses (`retired`) one that is."""
    with transaction.atomic():
        row = lock_one(TrainingCourse.objects.filter(pk=course.pk))
        if row.status == TrainingCourse.Status.RETIRED:
            raise Refused("retired", _("This course is retired already."))
        move(row, TrainingCourse.Status.RETIRED, actor=actor)
    return row
