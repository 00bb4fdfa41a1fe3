"""One row of a loan's schedule: what is due, what was paid, and what it was computed from."""

from django.db import models
from django.db.models import F, Q


class Instalment(models.Model):
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="instalments")
    schedule_version = models.PositiveSmallIntegerField(default=1)
    # Set when a new schedule version takes this row's place; what was paid on it stays here.
    superseded_at = models.DateTimeField(null=True, blank=True)
    n = models.PositiveSmallIntegerField()
    # A part paid early is a row of its own, paid on its day; the rest of the schedule is drawn anew behind it.
    is_prepayment = models.BooleanField(default=False)
    starts_on = models.DateField()
    due_on = models.DateField()

    principal_fen = models.BigIntegerField()
    interest_fen = models.BigIntegerField()
    fee_fen = models.BigIntegerField(default=0)
    principal_paid_fen = models.BigIntegerField(default=0)
    interest_paid_fen = models.BigIntegerField(default=0)
    fee_paid_fen = models.BigIntegerField(default=0)
    # Principal that a holder waived; it is never asked for again.
    principal_not_owed_fen = models.BigIntegerField(default=0)
    # What an early settlement spares the borrower, interest and fees of days that never came, or a holder waived.
    interest_not_owed_fen = models.BigIntegerField(default=0)
    fee_not_owed_fen = models.BigIntegerField(default=0)
    # Of the unpaid interest: what a dealer has set aside and pays in the borrower's place.
    dealer_interest_fen = models.BigIntegerField(default=0)

    # Late principal × days, one sum for each rate it bears: rounded once, when the interest is computed.
    # Principal paid within the grace days bears the contract rate, any other the overdue rate from the first
    # day.
    late_contract_fen_days = models.BigIntegerField(default=0)
    late_overdue_fen_days = models.BigIntegerField(default=0)
    overdue_interest_fen = models.BigIntegerField(default=0)
    overdue_interest_paid_fen = models.BigIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)

    # "Why this amount": interest = base × numerator / denominator, rounded, plus what was carried.
    base_fen = models.BigIntegerField()
    days = models.PositiveIntegerField()
    rate_numerator = models.BigIntegerField()
    rate_denominator = models.BigIntegerField()
    carried_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "schedule_version", "n"], name="instalment_once_a_version"
            ),
            models.UniqueConstraint(
                fields=["loan", "n"],
                condition=Q(superseded_at__isnull=True),
                name="instalment_once_in_force",
            ),
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, interest_fen__gte=0, fee_fen__gte=0),
                name="instalment_due_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(principal_paid_fen__gte=0, principal_not_owed_fen__gte=0)
                & Q(principal_paid_fen__lte=F("principal_fen") - F("principal_not_owed_fen"))
                & Q(interest_paid_fen__gte=0, interest_not_owed_fen__gte=0)
                & Q(interest_paid_fen__lte=F("interest_fen") - F("interest_not_owed_fen"))
                & Q(fee_paid_fen__gte=0, fee_not_owed_fen__gte=0)
                & Q(fee_paid_fen__lte=F("fee_fen") - F("fee_not_owed_fen")),
                name="instalment_never_paid_twice",
            ),
            models.CheckConstraint(
                condition=Q(dealer_interest_fen__gte=0)
                & Q(
                    dealer_interest_fen__lte=F("interest_fen")
                    - F("interest_not_owed_fen")
                    - F("interest_paid_fen")
                ),
                name="instalment_dealer_pays_what_is_unpaid",
            ),
            models.CheckConstraint(
                condition=Q(late_contract_fen_days__gte=0, late_overdue_fen_days__gte=0)
                & Q(overdue_interest_paid_fen__gte=0)
                & Q(overdue_interest_paid_fen__lte=F("overdue_interest_fen")),
                name="instalment_overdue_never_paid_twice",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_on__isnull=True)
                | Q(
                    settled_at__isnull=False,
                    settled_on__isnull=False,
                    principal_paid_fen=F("principal_fen") - F("principal_not_owed_fen"),
                    interest_paid_fen=F("interest_fen") - F("interest_not_owed_fen"),
                    fee_paid_fen=F("fee_fen") - F("fee_not_owed_fen"),
                    overdue_interest_paid_fen=F("overdue_interest_fen"),
                ),
                name="instalment_settled_is_paid",
            ),
            models.CheckConstraint(
                # On the day a period begins a part paid early has used none of it.
                condition=Q(due_on__gt=F("starts_on")) | Q(is_prepayment=True, due_on=F("starts_on")),
                name="instalment_due_after_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "loan"],
                condition=Q(settled_at__isnull=True, superseded_at__isnull=True),
                name="instalment_open_by_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.loan_id}/{self.n}"

    @property
    def total_fen(self) -> int:
        """What the row asks for in all, overdue interest aside."""
        return self.principal_fen + self.interest_fen + self.fee_fen

    @property
    def unpaid_principal_fen(self) -> int:
        return self.principal_fen - self.principal_not_owed_fen - self.principal_paid_fen

    @property
    def unpaid_interest_fen(self) -> int:
        return self.interest_fen - self.interest_not_owed_fen - self.interest_paid_fen

    @property
    def unpaid_fee_fen(self) -> int:
        return self.fee_fen - self.fee_not_owed_fen - self.fee_paid_fen

    @property
    def unpaid_overdue_interest_fen(self) -> int:
        return self.overdue_interest_fen - self.overdue_interest_paid_fen

    @property
    def borrower_interest_fen(self) -> int:
        """The unpaid interest that is the borrower's own."""
        return self.unpaid_interest_fen - self.dealer_interest_fen

    @property
    def borrower_unpaid_fen(self) -> int:
        """What the borrower still has to pay of the row."""
        return self.unpaid_fen - self.dealer_interest_fen

    @property
    def unpaid_fen(self) -> int:
        return (
            self.unpaid_principal_fen
            + self.unpaid_interest_fen
            + self.unpaid_fee_fen
            + self.unpaid_overdue_interest_fen
        )
