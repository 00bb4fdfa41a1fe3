"""Credit-risk training of the staff: courses, meetings with attendance, quizzes and certificates."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.language import in_language
from accounts.models import User
from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in


class CourseStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class TrainingCourse(StatefulModel):
    """What is taught, in both languages, and its quiz. Once published its words stay: a better course replaces it."""

    Status = CourseStatus

    EVENT_NAME: ClassVar[str] = "course"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "draft": frozenset({"published", "retired"}),
        "published": frozenset({"retired"}),
    }

    number = models.CharField(max_length=24, unique=True)
    title_en = models.CharField(max_length=160)
    title_zh = models.CharField(max_length=160)
    body_en = models.TextField()
    body_zh = models.TextField()
    # risk.domain.quiz: [{"en", "zh", "options": [{"en", "zh"}], "right": 0}], never shown with its answers.
    questions = models.JSONField(default=list)
    pass_ppm = models.PositiveIntegerField()
    valid_months = models.PositiveSmallIntegerField()
    needs_attendance = models.BooleanField(default=False)
    # The roles whose holders must have passed it.
    roles = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=CourseStatus, default=CourseStatus.DRAFT)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", CourseStatus, "course_status_is_a_choice"),
            known_in("published_at", ["published"], "course_published_has_a_time"),
            models.CheckConstraint(
                condition=Q(pass_ppm__gte=1, pass_ppm__lte=1_000_000, valid_months__gte=1),
                name="course_can_be_passed",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("written_by")),
                name="course_published_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        return in_language(self.title_en, self.title_zh)

    @property
    def body(self) -> str:
        return in_language(self.body_en, self.body_zh)


class TrainingMeeting(models.Model):
    """A meeting at which a course is taught."""

    number = models.CharField(max_length=24, unique=True)
    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    place = models.CharField(max_length=120)
    trainer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-held_on", "-id"], name="training_meeting_by_day")]

    def __str__(self) -> str:
        return self.number


class TrainingAttendance(models.Model):
    """Who was asked to a meeting, and whether they came; nothing until somebody noted it."""

    meeting = models.ForeignKey(TrainingMeeting, on_delete=models.PROTECT, related_name="attendances")
    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField(null=True, blank=True)
    noted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "colleague"], name="training_attendance_once"),
            models.CheckConstraint(
                condition=Q(came__isnull=True, noted_at__isnull=True, noted_by__isnull=True)
                | Q(came__isnull=False, noted_at__isnull=False, noted_by__isnull=False),
                name="training_attendance_says_who_noted_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.colleague_id}"


class QuizAttempt(models.Model):
    """One try at a quiz, as it was answered. Only added to."""

    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT, related_name="attempts")
    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    is_passed = models.BooleanField()
    taken_on = models.DateField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(right__lte=F("asked")), name="quiz_no_more_right_than_asked"),
        ]
        indexes = [models.Index(fields=["course", "colleague", "-id"], name="quiz_attempt_of_colleague")]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.colleague_id}"


class TrainingCertificate(models.Model):
    """That a colleague passed a course, sealed with the company's key. Only added to."""

    number = models.CharField(max_length=24, unique=True)
    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT, related_name="certificates")
    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    attempt = models.OneToOneField(QuizAttempt, on_delete=models.PROTECT, related_name="certificate")
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    valid_until_on = models.DateField()
    statement = models.TextField()
    key_id = models.CharField(max_length=40)
    seal = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["colleague", "course", "-id"], name="certificate_of_colleague")]

    def __str__(self) -> str:
        return self.number
