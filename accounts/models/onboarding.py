"""Where a newcomer wants to go, and what was filled in on the way and is not sent yet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField


class OnboardingGoal(models.Model):
    """What a customer wants first; it only chooses the steps of the guided path and forbids nothing."""

    class Wants(models.TextChoices):
        BORROW = "borrow", _("Borrow")
        INVEST = "invest", _("Lend")

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="onboarding_goal")
    wants = models.CharField(max_length=10, choices=Wants)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wants__in=["borrow", "invest"]), name="onboarding_goal_is_a_choice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.wants}"


class FormDraft(models.Model):
    """The screens of a long form that somebody has filled in so far, as JSON, encrypted."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="form_drafts")
    code = models.CharField(max_length=40)
    content = EncryptedTextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code"], name="form_draft_one_of_each")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.code}"
