"""What the sandbox of the face service knows of a question: nothing of any face, only which button was pressed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SandboxFace(models.Model):
    class Answer(models.TextChoices):
        PASSED = "passed", _("The same person")
        FAILED = "failed", _("Not recognised")
        UNANSWERED = "unanswered", _("No answer")

    reference = models.CharField(max_length=80, unique=True)
    answer = models.CharField(max_length=12, choices=Answer, blank=True, default="")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference
