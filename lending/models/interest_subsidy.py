"""Interest of one instalment that a dealer set aside to pay in the borrower's place."""

from django.db import models
from django.db.models import F, Q


class InterestSubsidy(models.Model):
    """It ends with its hold: paid to the holders, given back, or the one in part and the rest the other."""

    instalment = models.ForeignKey("lending.Instalment", on_delete=models.PROTECT, related_name="subsidies")
    hold = models.OneToOneField("finance.Hold", on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField(default=0)
    payment = models.ForeignKey(
        "lending.LoanPayment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, paid_fen__gte=0, paid_fen__lte=F("amount_fen")),
                name="interest_subsidy_pays_what_was_set_aside",
            ),
            models.CheckConstraint(
                condition=Q(paid_fen=0, payment__isnull=True) | Q(paid_fen__gt=0, payment__isnull=False),
                name="interest_subsidy_paid_has_a_payment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instalment_id} {self.amount_fen}"
