"""An investor's share of a loan (债权)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in


class ClaimStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    SETTLED = "settled", _("Repaid")
    SOLD = "sold", _("Sold")
    WRITTEN_OFF = "written_off", _("Written off")


class Claim(StatefulModel):
    Status = ClaimStatus

    # States in which the claim is owed.
    OWED: ClassVar[tuple[str, ...]] = ("active", "written_off")

    EVENT_NAME: ClassVar[str] = "claim"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "active": frozenset({"settled", "sold", "written_off"}),
        "written_off": frozenset({"settled"}),
    }
    ENDED: ClassVar[tuple[str, ...]] = ("settled", "sold")

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="claims")
    holder = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    # The bid it came from; a bought claim has none, but the sale that it came from (`bought_by`).
    bid = models.OneToOneField(
        "lending.Bid", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.ACTIVE)
    principal_fen = models.BigIntegerField()
    outstanding_fen = models.BigIntegerField()
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            is_a_choice("status", ClaimStatus, "claim_status_is_a_choice"),
            models.CheckConstraint(condition=Q(principal_fen__gt=0), name="claim_is_of_something"),
            models.CheckConstraint(
                condition=Q(outstanding_fen__gte=0, outstanding_fen__lte=F("principal_fen")),
                name="claim_outstanding_within_principal",
            ),
            models.CheckConstraint(
                condition=~Q(status="settled") | Q(outstanding_fen=0), name="claim_settled_is_empty"
            ),
            models.CheckConstraint(
                condition=~Q(status="sold") | Q(outstanding_fen=0), name="claim_sold_is_empty"
            ),
            known_in("ended_at", ["settled"], "claim_settled_has_a_time"),
            known_in("ended_at", ["sold"], "claim_sold_has_a_time"),
        ]
        indexes = [
            models.Index(fields=["holder", "-id"], name="claim_of_holder"),
            models.Index(fields=["loan", "number"], name="claim_of_loan"),
        ]

    def __str__(self) -> str:
        return self.number


class ClaimReceipt(models.Model):
    """What one payment brought to one claim; rows are only added."""

    payment = models.ForeignKey("lending.LoanPayment", on_delete=models.PROTECT, related_name="receipts")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="receipts")
    # Whoever held the claim when the money came.
    holder = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    principal_fen = models.BigIntegerField(default=0)
    interest_fen = models.BigIntegerField(default=0)
    overdue_interest_fen = models.BigIntegerField(default=0)
    received_on = models.DateField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "claim"], name="claim_receipt_once"),
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, interest_fen__gte=0, overdue_interest_fen__gte=0),
                name="claim_receipt_not_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "-id"], name="claim_receipt_of_holder"),
            models.Index(fields=["received_on", "holder"], name="claim_receipt_of_day"),
        ]

    def __str__(self) -> str:
        return f"receipt of {self.claim_id}"

    @property
    def total_fen(self) -> int:
        return self.principal_fen + self.interest_fen + self.overdue_interest_fen
