"""A mark on a loan that stops machines from asking for money: a dispute, a death, a fraud."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lending.models._constraints import is_a_choice


class LoanHoldKind(models.TextChoices):
    DISPUTE = "dispute", _("Disputed by the borrower")
    DEATH = "death", _("The borrower has died")
    FRAUD = "fraud", _("Taken out by fraud")


class LoanHold(models.Model):
    Kind = LoanHoldKind

    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=200)
    placed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    released_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("kind", LoanHoldKind, "loan_hold_kind_is_a_choice"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="loan_hold_release_is_signed",
            ),
            models.UniqueConstraint(
                fields=["loan", "kind"],
                condition=Q(released_at__isnull=True),
                name="loan_hold_once_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.loan_id}"
