"""A borrower's application, the decisions on it, and the holds that stop it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.language import in_language
from accounts.models import BorrowerProfile
from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in
from lending.models.product import Grade


class ApplicationStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    SCREENING = "screening", _("Screening")
    REVIEW = "review", _("In review")
    COMMITTEE = "committee", _("With the committee")
    RETURNED = "returned", _("Returned for papers")
    APPROVED = "approved", _("Offer made")
    ACCEPTED = "accepted", _("Offer accepted")
    LISTED = "listed", _("In the market")
    FUNDED = "funded", _("Funded")
    DISBURSED = "disbursed", _("Paid out")
    REJECTED = "rejected", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")


# Whoever is in one of these has one application going; the next one waits.
OPEN_STATES = [
    "draft",
    "submitted",
    "screening",
    "review",
    "committee",
    "returned",
    "approved",
    "accepted",
    "listed",
    "funded",
]


class DecisionOutcome(models.TextChoices):
    APPROVE = "approve", _("Approve")
    CONDITIONS = "conditions", _("Approve with conditions")
    REJECT = "reject", _("Decline the application")
    RETURN = "return", _("Return for papers")


# What of the outcomes makes an offer.
APPROVALS = (DecisionOutcome.APPROVE, DecisionOutcome.CONDITIONS)


class Application(StatefulModel):
    Status = ApplicationStatus

    class Purpose(models.TextChoices):
        APPLIANCES = "appliances", _("Home appliances and electronics")
        FURNITURE = "furniture", _("Furniture")
        RENOVATION = "renovation", _("Home renovation")
        EDUCATION = "education", _("Education and training")
        MEDICAL = "medical", _("Medical care")
        WEDDING = "wedding", _("Wedding")
        TRAVEL = "travel", _("Travel")
        VEHICLE = "vehicle", _("Vehicle repair or two-wheeler")
        RENT = "rent", _("Rent and moving")
        DAILY = "daily", _("Other everyday spending")

    Employment = BorrowerProfile.Employment
    Industry = BorrowerProfile.Industry

    class RepaymentSource(models.TextChoices):
        SALARY = "salary", _("Salary")
        BUSINESS = "business", _("Business income")
        PENSION = "pension", _("Pension")
        FAMILY = "family", _("Family income")

    EVENT_NAME: ClassVar[str] = "application"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "draft": frozenset({"submitted", "withdrawn", "expired"}),
        "submitted": frozenset({"screening", "review", "withdrawn", "expired"}),
        "screening": frozenset({"review", "rejected", "withdrawn", "expired"}),
        "review": frozenset({"approved", "committee", "rejected", "returned", "withdrawn", "expired"}),
        "committee": frozenset({"approved", "rejected", "returned", "withdrawn", "expired"}),
        "returned": frozenset({"submitted", "withdrawn", "expired"}),
        "approved": frozenset({"accepted", "review", "withdrawn", "expired"}),
        "accepted": frozenset({"listed", "review", "withdrawn", "expired", "cancelled"}),
        "listed": frozenset({"funded", "withdrawn", "expired", "cancelled"}),
        "funded": frozenset({"disbursed", "withdrawn", "cancelled"}),
        # A declined borrower asked that a person looks again.
        "rejected": frozenset({"review"}),
    }
    OPEN: ClassVar[list[str]] = OPEN_STATES

    number = models.CharField(max_length=24, unique=True)
    borrower = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    product_version = models.ForeignKey("lending.ProductVersion", on_delete=models.PROTECT, related_name="+")
    # A copy, for the constraint: one open application per borrower and product.
    product = models.ForeignKey("lending.Product", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)

    amount_fen = models.BigIntegerField(null=True, blank=True)
    periods = models.PositiveSmallIntegerField(null=True, blank=True)
    method = models.CharField(max_length=20, blank=True, default="")
    purpose = models.CharField(max_length=20, choices=Purpose, blank=True, default="")
    purpose_text = models.CharField(max_length=200, blank=True, default="")
    employment = models.CharField(max_length=20, choices=Employment, blank=True, default="")
    industry = models.CharField(max_length=20, choices=Industry, blank=True, default="")
    employed_months = models.PositiveSmallIntegerField(null=True, blank=True)
    monthly_income_fen = models.BigIntegerField(null=True, blank=True)
    monthly_debt_fen = models.BigIntegerField(null=True, blank=True)
    other_debt_fen = models.BigIntegerField(null=True, blank=True)
    other_platform_debt_fen = models.BigIntegerField(null=True, blank=True)
    repayment_source = models.CharField(max_length=20, choices=RepaymentSource, blank=True, default="")
    credit_consent_at = models.DateTimeField(null=True, blank=True)
    disclosure_consent_at = models.DateTimeField(null=True, blank=True)

    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(
        "lending.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    # SHA-256 of the offer as it was shown when the borrower signed it.
    offer_hash = models.CharField(max_length=64, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["borrower", "product"],
                condition=Q(status__in=OPEN_STATES),
                name="application_one_open_per_product",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn", "expired"])
                | Q(
                    amount_fen__gt=0,
                    periods__gt=0,
                    monthly_income_fen__gte=0,
                    submitted_at__isnull=False,
                    submitted_on__isnull=False,
                    credit_consent_at__isnull=False,
                )
                & ~Q(method="")
                & ~Q(purpose=""),
                name="application_submitted_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "listed", "funded", "disbursed"])
                | (Q(accepted_at__isnull=False) & ~Q(offer_hash="")),
                name="application_accepted_is_signed",
            ),
            known_in(
                "decision",
                ["approved", "accepted", "listed", "funded", "disbursed", "rejected", "returned"],
                "application_decided_has_a_decision",
            ),
            known_in(
                "ended_at", ["rejected", "withdrawn", "expired", "cancelled"], "application_ended_has_a_time"
            ),
            is_a_choice("status", ApplicationStatus, "application_status_is_a_choice"),
        ]
        indexes = [
            models.Index(fields=["borrower", "-id"], name="application_of_borrower"),
            models.Index(fields=["status", "id"], name="application_by_status"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


class Decision(models.Model):
    """What was decided on an application; rows are only added, the application points at the current one."""

    Outcome = DecisionOutcome

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=Outcome)
    amount_fen = models.BigIntegerField(null=True, blank=True)
    rate_ppm = models.PositiveIntegerField(null=True, blank=True)
    grade = models.CharField(max_length=2, choices=Grade, blank=True, default="")
    reasons = models.JSONField(default=list)
    # The conditions in words, as they were decided; each has a row of its own (DecisionCondition).
    conditions = models.TextField(blank=True, default="")
    # Until when the borrower may accept, and until when the decision carries a listing and a disbursement.
    offer_until_on = models.DateField(null=True, blank=True)
    valid_until_on = models.DateField(null=True, blank=True)
    # Nobody where a rule decided; then the source is named, and the reasons stand here in both languages.
    decided_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    automatic_source = models.CharField(max_length=24, blank=True, default="")
    # [{"en": "…", "zh": "…"}]
    told = models.JSONField(default=list, blank=True)
    decided_at = models.DateTimeField()
    decided_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["approve", "conditions"])
                | Q(
                    amount_fen__gt=0,
                    rate_ppm__gte=0,
                    grade__in=Grade.values,
                    offer_until_on__gte=F("decided_on"),
                    valid_until_on__gte=F("offer_until_on"),
                ),
                name="decision_approval_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="conditions") | ~Q(conditions=""), name="decision_conditions_are_named"
            ),
            is_a_choice("outcome", DecisionOutcome, "decision_outcome_is_a_choice"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=False, automatic_source="")
                | Q(decided_by__isnull=True, outcome="reject") & ~Q(automatic_source=""),
                name="decision_is_signed_or_names_its_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.application_id}"

    @property
    def is_approval(self) -> bool:
        return self.outcome in APPROVALS

    @property
    def is_automatic(self) -> bool:
        """Whether a rule decided, without a person: then a person may be asked to look (PIPL 24)."""
        return bool(self.automatic_source)

    @property
    def told_words(self) -> list[str]:
        """The reasons of a rule in the reader's language."""
        return [in_language(one["en"], one["zh"]) for one in self.told]


class ApplicationHold(models.Model):
    """A stop on an application: while one is open nothing of it is listed or paid out."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=200)
    placed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    released_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="application_hold_release_is_signed",
            )
        ]

    def __str__(self) -> str:
        return f"hold on {self.application_id}"
