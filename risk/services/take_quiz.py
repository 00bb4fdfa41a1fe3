"""Take a course's quiz; who passes gets the certificate at once."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.esign.canonical import canonical
from accounts.esign.keys import sign
from accounts.events import record_event
from accounts.locking import lock_names
from accounts.models import User
from accounts.numbers import next_number
from lending.domain.due_dates import add_months
from risk.domain.quiz import count_answers
from risk.models import QuizAttempt, TrainingAttendance, TrainingCertificate, TrainingCourse

PREFIX = "CT"
TRIES_A_DAY = 3


def take_quiz(*, course: TrainingCourse, answers: Sequence[int | None], colleague: User) -> QuizAttempt:
    """Count the answers (one for each question, by the option's place from 0) and keep the try.

    Refuses (`not_published`), (`unanswered`) a question left open, (`too_many_tries`) a fourth try on one day, and
    (`not_attended`) a course whose meeting the colleague did not attend.
    """
    if course.status != TrainingCourse.Status.PUBLISHED:
        raise Refused("not_published", _("This course is not offered."))
    if len(answers) != len(course.questions) or any(answer is None for answer in answers):
        raise Refused("unanswered", _("Answer every question."))
    if course.needs_attendance and not has_attended(course, colleague):
        raise Refused("not_attended", _("The quiz opens after you attended a meeting of this course."))
    with transaction.atomic():
        today = clock.lock_business_date()
        lock_names(f"quiz:{course.pk}:{colleague.pk}")
        tries = QuizAttempt.objects.filter(course=course, colleague=colleague, taken_on=today).count()
        if tries >= TRIES_A_DAY:
            raise Refused(
                "too_many_tries",
                _("You tried %(count)d times today. Read the course again and come back tomorrow.")
                % {"count": tries},
            )
        result = count_answers(course.questions, answers, pass_ppm=course.pass_ppm)
        attempt = QuizAttempt.objects.create(
            course=course,
            colleague=colleague,
            answers=list(answers),
            right=result.right,
            asked=result.asked,
            is_passed=result.is_passed,
            taken_on=today,
            taken_at=clock.now(),
        )
        record_event(
            "quiz.passed" if result.is_passed else "quiz.failed",
            subject=course,
            actor=colleague,
            data={"right": result.right, "asked": result.asked},
        )
        if result.is_passed:
            _certify(attempt, today)
    return attempt


def has_attended(course: TrainingCourse, colleague: User) -> bool:
    """Tell whether a colleague came to a meeting of the course."""
    return TrainingAttendance.objects.filter(meeting__course=course, colleague=colleague, came=True).exists()


def _certify(attempt: QuizAttempt, today: dt.date) -> TrainingCertificate:
    course, number, at = attempt.course, next_number(PREFIX), clock.now()
    valid_until_on = add_months(today, course.valid_months)
    statement = canonical(
        {
            "certificate": number,
            "colleague": attempt.colleague.number,
            "course": course.number,
            "course_hash": course.content_hash,
            "right": attempt.right,
            "asked": attempt.asked,
            "issued_on": today.isoformat(),
            "valid_until_on": valid_until_on.isoformat(),
        }
    )
    key_id, seal = sign(statement)
    certificate = TrainingCertificate.objects.create(
        number=number,
        course=course,
        colleague=attempt.colleague,
        attempt=attempt,
        issued_on=today,
        issued_at=at,
        valid_until_on=valid_until_on,
        statement=statement,
        key_id=key_id,
        seal=seal,
    )
    record_event(
        "certificate.issued", subject=certificate, actor=attempt.colleague, data={"course": course.number}
    )
    return certificate
