"""A stop of all money leaving the house, because the books did not add up."""

from django.db import models
from django.db.models import Q


class PayoutHalt(models.Model):
    is_open = models.BooleanField(default=True)
    reason = models.TextField()
    business_on = models.DateField()
    halted_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The second person; nothing in halts that were lifted before this was asked for.
    lift_approved_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_open"], condition=Q(is_open=True), name="payout_halt_one_open"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(is_open=False, lifted_at__isnull=False, lifted_by__isnull=False),
                name="payout_halt_lifted_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business_on}: {self.reason}"
