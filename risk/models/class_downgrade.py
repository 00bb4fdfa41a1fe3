"""A loan classed worse by hand than its days say, with a reason and another person's approval."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.states import StatefulModel
from risk.models.portfolio import FiveClass


class ClassDowngrade(StatefulModel):
    """It only ever makes the class worse; from its last day on the rule holds alone again."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Waits for approval")
        IN_FORCE = "in_force", pgettext_lazy("downgrade", "In force")
        LIFTED = "lifted", pgettext_lazy("downgrade", "Lifted")
        DROPPED = "dropped", pgettext_lazy("downgrade", "Not put in force")

    EVENT_NAME: ClassVar[str] = "class_downgrade"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "planned": frozenset({"in_force", "dropped"}),
        "in_force": frozenset({"lifted"}),
    }

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    five_class = models.CharField(max_length=16, choices=FiveClass)
    reason = models.CharField(max_length=300)
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    from_on = models.DateField(null=True, blank=True)
    # The last day on which it counts; lifting it early ends it with the day before.
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "in_force", "lifted", "dropped"]),
                name="class_downgrade_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(five_class__in=["special_mention", "substandard", "doubtful", "loss"]),
                name="class_downgrade_makes_worse",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["in_force", "lifted"], from_on__isnull=False)
                | Q(status__in=["planned", "dropped"], from_on__isnull=True),
                name="class_downgrade_in_force_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["lifted", "dropped"], ended_at__isnull=False)
                | Q(status__in=["planned", "in_force"], ended_at__isnull=True),
                name="class_downgrade_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(status="lifted") | ~Q(lifted_by=F("planned_by")),
                name="class_downgrade_lifted_by_another",
            ),
            models.UniqueConstraint(
                fields=["loan"], condition=Q(status="planned"), name="class_downgrade_one_waits_for_a_loan"
            ),
        ]
        indexes = [models.Index(fields=["loan", "-id"], name="class_downgrade_of_loan")]

    def __str__(self) -> str:
        return self.number
