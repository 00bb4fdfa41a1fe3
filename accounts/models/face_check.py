"""One question to the face service: is the person before the camera the one on the identity card?"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel

STATUSES = ["asked", "passed", "failed", "unanswered", "withdrawn"]


class FaceCheck(StatefulModel):
    """No picture of a face is kept here: the service keeps its own record under its reference."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        PASSED = "passed", _("The same person")
        FAILED = "failed", _("Not recognised")
        UNANSWERED = "unanswered", _("No answer")
        WITHDRAWN = "withdrawn", _("Consent taken back")

    EVENT_NAME: ClassVar[str] = "face_check"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.ASKED: frozenset({Status.PASSED, Status.FAILED, Status.UNANSWERED}),
        Status.PASSED: frozenset({Status.WITHDRAWN}),
    }

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="face_checks")
    status = models.CharField(max_length=12, choices=Status, default=Status.ASKED)
    provider = models.CharField(max_length=60)
    provider_reference = models.CharField(max_length=80, blank=True, default="")
    # Where the person shows the face: a page of the service.
    page_url = models.CharField(max_length=400, blank=True, default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="face_check_status_is_a_choice"),
            models.CheckConstraint(
                condition=Q(status="asked", answered_at__isnull=True)
                | Q(answered_at__isnull=False) & ~Q(status="asked"),
                name="face_check_answered_when_decided",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(status="asked"), name="face_check_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["user", "-id"], name="face_check_of_user")]

    def __str__(self) -> str:
        return self.number
