"""A loan that was paid out, and the versions of its schedule."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel
from lending.domain.terms import Terms
from lending.models._constraints import is_a_choice, known_in
from lending.models.product import Grade


class LoanStatus(models.TextChoices):
    ACTIVE = "active", _("In repayment")
    SETTLED = "settled", _("Repaid")
    WRITTEN_OFF = "written_off", _("Written off")


class Loan(StatefulModel):
    Status = LoanStatus

    # States in which the borrower owes something and holders have claims.
    OWING: ClassVar[tuple[str, ...]] = ("active", "written_off")

    EVENT_NAME: ClassVar[str] = "loan"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "active": frozenset({"settled", "written_off"}),
        "written_off": frozenset({"settled"}),
    }

    number = models.CharField(max_length=24, unique=True)
    application = models.OneToOneField("lending.Application", on_delete=models.PROTECT, related_name="+")
    listing = models.OneToOneField("lending.Listing", on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    product_version = models.ForeignKey("lending.ProductVersion", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.ACTIVE)
    principal_fen = models.BigIntegerField()
    outstanding_fen = models.BigIntegerField()  # principal not repaid; the sum of the claims' outstanding
    rate_ppm = models.PositiveIntegerField()
    # What the law allowed on the contract date (rate.cap); over the life nothing above it is charged.
    cap_rate_ppm = models.PositiveIntegerField()
    overdue_rate_ppm = models.PositiveIntegerField()
    grace_days = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=2, choices=Grade)
    periods = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=20)
    terms = models.JSONField()  # Terms.to_dict() of the schedule that holds now
    schedule_version = models.PositiveSmallIntegerField(default=1)
    disbursed_on = models.DateField()
    disbursed_at = models.DateTimeField()
    matures_on = models.DateField()
    # The last day whose close has passed over this loan (overdue days are counted up to it).
    closed_through_on = models.DateField()
    # The due date of the oldest instalment left unpaid after it; none while nothing is overdue.
    overdue_since_on = models.DateField(null=True, blank=True)
    # A restructured loan is watched until then (class.five); its claims are not for sale before.
    watched_until_on = models.DateField(null=True, blank=True)
    is_debited_automatically = models.BooleanField(default=True)
    # The bank was asked for the bound card on this day and has not said the last word: nothing is late meanwhile.
    debit_asked_on = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    written_off_at = models.DateTimeField(null=True, blank=True)
    written_off_on = models.DateField(null=True, blank=True)

    # Documented and approved costs of realising the claim that the borrower still owes.
    costs_owed_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(costs_owed_fen__gte=0), name="loan_costs_not_negative"),
            is_a_choice("status", LoanStatus, "loan_status_is_a_choice"),
            models.CheckConstraint(condition=Q(principal_fen__gt=0), name="loan_lends_something"),
            models.CheckConstraint(
                condition=Q(outstanding_fen__gte=0, outstanding_fen__lte=F("principal_fen")),
                name="loan_outstanding_within_principal",
            ),
            models.CheckConstraint(
                condition=~Q(status="settled") | Q(outstanding_fen=0, settled_on__isnull=False),
                name="loan_settled_owes_nothing",
            ),
            known_in("settled_at", ["settled"], "loan_settled_has_a_time"),
            known_in("written_off_at", ["written_off"], "loan_written_off_has_a_time"),
            models.CheckConstraint(
                condition=Q(matures_on__gt=F("disbursed_on")), name="loan_matures_after_disbursement"
            ),
        ]
        indexes = [
            models.Index(fields=["borrower", "-id"], name="loan_of_borrower"),
            models.Index(fields=["status", "id"], name="loan_by_status"),
            models.Index(
                fields=["closed_through_on", "id"], condition=Q(status="active"), name="loan_to_close"
            ),
            models.Index(
                fields=["overdue_since_on"], condition=Q(overdue_since_on__isnull=False), name="loan_overdue"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def schedule_terms(self) -> Terms:
        """Return the terms as the schedule engine takes them."""
        return Terms.from_dict(self.terms)


class ScheduleVersion(models.Model):
    """What the schedule was made from, version by version; a restructured loan has more than one."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="schedule_versions")
    version = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=40)
    terms = models.JSONField()
    made_at = models.DateTimeField()
    made_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["loan", "version"], name="schedule_version_once")]

    def __str__(self) -> str:
        return f"{self.loan_id} v{self.version}"
