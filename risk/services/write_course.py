"""Write a training course, or change a draft."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from accounts.roles import ROLES
from risk.domain.quiz import BadQuiz, read_quiz
from risk.models import TrainingCourse
from risk.training.words import quiz_fault

PREFIX = "TC"
WHOLE_PPM = 1_000_000


@dataclass(frozen=True)
class CourseText:
    """What a course says; `quiz` as `risk.domain.quiz.read_quiz` reads it, `pass_ppm` the share that passes."""

    title_en: str
    title_zh: str
    body_en: str
    body_zh: str
    quiz: str
    pass_ppm: int
    valid_months: int
    needs_attendance: bool
    roles: tuple[str, ...]


def write_course(*, text: CourseText, actor: User, course: TrainingCourse | None = None) -> TrainingCourse:
    """Keep a new draft, or new words for a draft; a draft belongs to whoever wrote it last.

    Refuses (`bad_quiz`) with the line, (`bad_role`), (`bad_pass`), (`bad_months`), and (`not_a_draft`) a course that
    is published: colleagues were examined on its words.
    """
    try:
        questions = read_quiz(text.quiz)
    except BadQuiz as fault:
        raise Refused("bad_quiz", quiz_fault(fault), field="quiz") from fault
    if not set(text.roles) <= set(ROLES):
        raise Refused("bad_role", _("Choose roles from the list."), field="roles")
    if not 1 <= text.pass_ppm <= WHOLE_PPM:
        raise Refused("bad_pass", _("Between 1 % and 100 % must be right."), field="pass_percent")
    if text.valid_months < 1:
        raise Refused("bad_months", _("A certificate holds a month at least."), field="valid_months")
    fields = {
        "title_en": text.title_en.strip(),
        "title_zh": text.title_zh.strip(),
        "body_en": text.body_en.strip(),
        "body_zh": text.body_zh.strip(),
        "questions": questions,
        "pass_ppm": text.pass_ppm,
        "valid_months": text.valid_months,
        "needs_attendance": text.needs_attendance,
        "roles": sorted(text.roles),
        "written_by": actor,
        "written_at": clock.now(),
    }
    with transaction.atomic():
        if course is None:
            row = TrainingCourse.objects.create(number=next_number(PREFIX), **fields)
        else:
            row = lock_one(TrainingCourse.objects.filter(pk=course.pk))
            if row.status != TrainingCourse.Status.DRAFT:
                raise Refused("not_a_draft", _("This course is published; write a new one that replaces it."))
            for name, value in fields.items():
                setattr(row, name, value)
            row.save(update_fields=list(fields))
        record_event("course.written", subject=row, actor=actor, data={"questions": len(questions)})
    return row
