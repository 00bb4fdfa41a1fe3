"""What a borrower paid on a loan, and how it was laid over the instalments; rows are only added."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lending.models._constraints import is_a_choice


class PaymentKind(models.TextChoices):
    MANUAL = "manual", _("Paid by hand")
    AUTOMATIC = "automatic", _("Automatic debit")
    CARD = "card", _("Debited from the bank card")
    SETTLEMENT = "settlement", _("Early settlement")
    COOLING_OFF = "cooling_off", _("Returned within the cooling-off days")
    ARREARS = "arrears", _("Interest paid before a restructure")
    PREPAYMENT = "prepayment", _("Part paid early")
    RETURN = "return", _("Goods returned, paid by the dealer")
    DEALER = "dealer", _("Interest paid by the dealer")
    RECOVERY = "recovery", _("Recovered after the write-off")


class LoanPayment(models.Model):
    Kind = PaymentKind

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=12, choices=Kind)
    # Its entry's idempotency key: a job derives it from loan and day, a person's press from the form.
    key = models.CharField(max_length=120, unique=True)
    amount_fen = models.BigIntegerField()
    principal_fen = models.BigIntegerField(default=0)
    interest_fen = models.BigIntegerField(default=0)
    overdue_interest_fen = models.BigIntegerField(default=0)
    fee_fen = models.BigIntegerField(default=0)
    early_fee_fen = models.BigIntegerField(default=0)
    costs_fen = models.BigIntegerField(default=0)
    outstanding_after_fen = models.BigIntegerField()
    paid_on = models.DateField()  # the business date it was posted on
    value_on = models.DateField()  # the day it counts from
    paid_at = models.DateTimeField()
    # Whose wallet it came out of, where that is not the borrower's.
    payer = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    paid_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.ForeignKey("finance.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            is_a_choice("kind", PaymentKind, "loan_payment_kind_is_a_choice"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0)
                & Q(principal_fen__gte=0, interest_fen__gte=0, overdue_interest_fen__gte=0)
                & Q(fee_fen__gte=0, early_fee_fen__gte=0, costs_fen__gte=0),
                name="loan_payment_pays_something",
            ),
            models.CheckConstraint(
                condition=Q(
                    amount_fen=F("principal_fen")
                    + F("interest_fen")
                    + F("overdue_interest_fen")
                    + F("fee_fen")
                    + F("early_fee_fen")
                    + F("costs_fen")
                ),
                name="loan_payment_is_its_parts",
            ),
        ]
        indexes = [models.Index(fields=["loan", "-id"], name="loan_payment_of_loan")]

    def __str__(self) -> str:
        return self.number


class PaymentPart(models.Model):
    """The part of a payment that went to one instalment."""

    payment = models.ForeignKey(LoanPayment, on_delete=models.PROTECT, related_name="parts")
    instalment = models.ForeignKey("lending.Instalment", on_delete=models.PROTECT, related_name="parts")
    principal_fen = models.BigIntegerField(default=0)
    interest_fen = models.BigIntegerField(default=0)
    overdue_interest_fen = models.BigIntegerField(default=0)
    fee_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "instalment"], name="payment_part_once"),
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, interest_fen__gte=0)
                & Q(overdue_interest_fen__gte=0, fee_fen__gte=0),
                name="payment_part_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} on {self.instalment_id}"
