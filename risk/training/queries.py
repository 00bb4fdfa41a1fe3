"""What the pages of training read."""

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts import clock
from accounts.models import Appointment, User
from accounts.models.in_force import holds_today
from risk.models import QuizAttempt, TrainingAttendance, TrainingCertificate, TrainingCourse, TrainingMeeting

SOON_DAYS = 30


def offered_courses() -> "QuerySet[TrainingCourse]":
    """Return the published courses, newest first."""
    return TrainingCourse.objects.filter(status=TrainingCourse.Status.PUBLISHED).order_by("-pk")


def all_courses() -> "QuerySet[TrainingCourse]":
    """Return every course with how many tries and certificates it has, newest first."""
    return (
        TrainingCourse.objects.select_related("written_by", "published_by")
        .annotate(
            tries=Count("attempts", distinct=True),
            passes=Count("attempts", filter=Q(attempts__is_passed=True), distinct=True),
        )
        .order_by("-pk")
    )


@dataclass(frozen=True)
class OwnCourse:
    """A course as one colleague stands to it: the newest certificate, and whether the job asks for it."""

    course: TrainingCourse
    certificate: TrainingCertificate | None
    is_required: bool
    today: dt.date

    @property
    def is_valid(self) -> bool:
        return self.certificate is not None and self.certificate.valid_until_on >= self.today

    @property
    def runs_out_soon(self) -> bool:
        return (
            self.certificate is not None
            and self.is_valid
            and self.certificate.valid_until_on <= self.today + dt.timedelta(days=SOON_DAYS)
        )


def own_courses(user: User) -> list[OwnCourse]:
    """Return the published courses as this colleague stands to them, those the job asks for first."""
    newest: dict[int, TrainingCertificate] = {}
    for row in TrainingCertificate.objects.filter(colleague=user).order_by("pk"):
        newest[row.course_id] = row
    today = clock.today()
    rows = [
        OwnCourse(course, newest.get(course.pk), bool(set(course.roles) & set(user.roles)), today)
        for course in offered_courses()
    ]
    return sorted(rows, key=lambda row: (not row.is_required, -row.course.pk))


def own_meetings(user: User) -> "QuerySet[TrainingAttendance]":
    """Return the meetings a colleague is asked to from today on, nearest first."""
    rows = TrainingAttendance.objects.filter(colleague=user, meeting__held_on__gte=clock.today())
    return rows.select_related("meeting__course", "meeting__trainer").order_by("meeting__held_on", "pk")


def tries_of(user: User, course: TrainingCourse) -> list[QuizAttempt]:
    """Return how a colleague did at a quiz so far, newest first."""
    return list(QuizAttempt.objects.filter(course=course, colleague=user).order_by("-pk")[:10])


def meetings_of(course: TrainingCourse) -> list[TrainingMeeting]:
    """Return the meetings of a course with how many were asked and came, newest first."""
    rows = course.meetings.select_related("trainer").annotate(
        asked=Count("attendances"), came=Count("attendances", filter=Q(attendances__came=True))
    )
    return list(rows.order_by("-held_on", "-pk"))


@dataclass(frozen=True)
class Standing:
    """One colleague whose job asks for a course, with the newest certificate."""

    colleague: User
    certificate: TrainingCertificate | None
    today: dt.date

    @property
    def is_valid(self) -> bool:
        return self.certificate is not None and self.certificate.valid_until_on >= self.today


def standings_of(course: TrainingCourse) -> list[Standing]:
    """Return everybody whose job asks for the course, those without a valid certificate first."""
    seated = Appointment.objects.filter(holds_today(), position__carries__role__in=course.roles)
    people = User.objects.filter(pk__in=seated.values("user"), is_active=True)
    newest = {row.colleague_id: row for row in course.certificates.order_by("pk")}
    today = clock.today()
    rows = [Standing(one, newest.get(one.pk), today) for one in people.order_by("display_name", "pk")]
    return sorted(rows, key=lambda row: row.is_valid)


def required_and_missing(user: User) -> "QuerySet[TrainingCourse]":
    """Return the published courses a colleague's job asks for and no valid certificate covers."""
    held = TrainingCertificate.objects.filter(colleague=user, valid_until_on__gte=clock.today())
    asked = reduce(or_, (Q(role_words__contains=f'"{role}"') for role in sorted(user.roles)), Q(pk__in=[]))
    rows = offered_courses().annotate(role_words=Cast("roles", TextField()))
    return rows.filter(asked).exclude(pk__in=held.values("course"))
