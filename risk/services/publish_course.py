"""Publish a training course, or retire one."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.commands import hash_inputs
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import TrainingCourse

HASHED = ("title_en", "title_zh", "body_en", "body_zh", "questions", "pass_ppm", "valid_months")


def publish_course(*, course: TrainingCourse, actor: User) -> TrainingCourse:
    """Open a draft to the colleagues; its words and its quiz are fixed by their hash.

    Refuses (`not_a_draft`), (`written_by_you`) the person who wrote it.
    """
    with transaction.atomic():
        row = lock_one(TrainingCourse.objects.filter(pk=course.pk))
        if row.status != TrainingCourse.Status.DRAFT:
            raise Refused("not_a_draft", _("Only a draft is published."))
        if is_same_person(row.written_by, actor):
            raise Refused("written_by_you", _("You wrote it; another person publishes it."))
        content_hash = hash_inputs({name: getattr(row, name) for name in HASHED})
        move(
            row,
            TrainingCourse.Status.PUBLISHED,
            actor=actor,
            data={"hash": content_hash},
            published_by=actor,
            published_at=clock.now(),
            content_hash=content_hash,
        )
    return row
