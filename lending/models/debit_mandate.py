"""A borrower's mandate to debit the bound card for one loan, and each time the bank was asked under it."""

from django.db import models
from django.db.models import Q


class DebitMandate(models.Model):
    """Scoped to a loan, a card and a cap a debit; what was agreed to is kept by version and hash, revoked at once."""

    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="debit_mandates")
    card = models.ForeignKey("finance.BankCard", on_delete=models.PROTECT, related_name="+")
    cap_fen = models.BigIntegerField()
    text_version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    consented_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cap_fen__gt=0), name="debit_mandate_has_a_cap"),
            models.UniqueConstraint(
                fields=["loan"], condition=Q(revoked_at__isnull=True), name="debit_mandate_one_of_a_loan"
            ),
        ]

    def __str__(self) -> str:
        return f"mandate of {self.loan_id}"


class DebitRequest(models.Model):
    """One order to the bank under a mandate; the deposit says what became of it."""

    mandate = models.ForeignKey(DebitMandate, on_delete=models.PROTECT, related_name="requests")
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="debit_requests")
    deposit = models.OneToOneField("finance.Deposit", on_delete=models.PROTECT, related_name="+")
    # The morning the bank was asked for; derived by the close, so that a day asks once.
    asked_on = models.DateField()
    amount_fen = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="debit_request_asks_for_something"),
            models.UniqueConstraint(fields=["loan", "asked_on"], name="debit_request_once_a_day"),
            models.UniqueConstraint(
                fields=["loan"], condition=Q(ended_at__isnull=True), name="debit_request_one_open_of_a_loan"
            ),
        ]

    def __str__(self) -> str:
        return f"debit of {self.loan_id} on {self.asked_on}"
