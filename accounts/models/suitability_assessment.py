"""An investor's answers to the risk questionnaire, and the type they gave."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SuitabilityAssessment(models.Model):
    class Type(models.TextChoices):
        C1 = "C1", _("Careful (C1)")
        C2 = "C2", _("Steady (C2)")
        C3 = "C3", _("Balanced (C3)")
        C4 = "C4", _("Active (C4)")
        C5 = "C5", _("Bold (C5)")

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="suitability_assessments"
    )
    version = models.CharField(max_length=40)
    answers = models.JSONField()
    points = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=2, choices=Type)
    assessed_on = models.DateField()
    valid_until_on = models.DateField()
    assessed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=["C1", "C2", "C3", "C4", "C5"]), name="suitability_type_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(valid_until_on__gte=F("assessed_on")), name="suitability_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["user", "-id"], name="suitability_of_user")]

    def __str__(self) -> str:
        return self.number
