"""A wallet out of which nothing may go: no withdrawal, no bid."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WalletFreeze(models.Model):
    class Reason(models.TextChoices):
        RECALL = "recall", _("The bank took a payment back")
        PAID_TWICE = "paid_twice", _("A payout arrived after it had been called off")

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20, choices=Reason)
    reference = models.CharField(max_length=40)
    # What the company advanced because the wallet did not hold enough (1221), still to be recovered.
    shortfall_fen = models.BigIntegerField(default=0)
    frozen_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_because = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reason", "reference"], name="wallet_freeze_once_a_happening"),
            models.CheckConstraint(condition=Q(shortfall_fen__gte=0), name="wallet_freeze_shortfall"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="wallet_freeze_lifted_by_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(lifted_at__isnull=True), name="wallet_freeze_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.reference}"

    @property
    def number(self) -> str:
        return self.reference
