"""A borrower in hardship asks for more time: what was asked, planned, approved and agreed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice


class RestructureStatus(models.TextChoices):
    ASKED = "asked", _("Request received")
    PLANNED = "planned", _("Waits for approval")
    VOTING = "voting", _("The lenders vote")
    OFFERED = "offered", _("Waits for the borrower")
    ACCEPTED = "accepted", _("In force")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class Hardship(models.TextChoices):
    JOB_LOST = "job_lost", _("Lost the job")
    INCOME_FELL = "income_fell", _("Income fell")
    ILLNESS = "illness", _("Illness or accident")
    FAMILY = "family", _("A family emergency")
    DISASTER = "disaster", _("Natural disaster")
    OTHER = "other", _("Another reason")


class Restructure(StatefulModel):
    Status = RestructureStatus

    EVENT_NAME: ClassVar[str] = "restructure"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "asked": frozenset({"planned", "declined", "withdrawn", "lapsed"}),
        # An approval that was refused, taken back or ran out gives the plan back to its makers.
        "planned": frozenset({"offered", "asked", "voting"}),
        "voting": frozenset({"offered", "declined", "lapsed"}),
        "offered": frozenset({"accepted", "withdrawn", "lapsed"}),
    }
    OPEN: ClassVar[tuple[str, ...]] = ("asked", "planned", "voting", "offered")

    number = models.CharField(max_length=24, unique=True)
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="restructures")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    hardship = models.CharField(max_length=12, choices=Hardship)
    words = EncryptedTextField()  # the borrower's own
    document = models.ForeignKey(
        "accounts.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    # The plan: periods more, how many of the first ones ask for interest only, and the rate where it is lowered.
    extra_periods = models.PositiveSmallIntegerField(default=0)
    holiday_periods = models.PositiveSmallIntegerField(default=0)
    lowered_rate_ppm = models.PositiveIntegerField(null=True, blank=True)
    planned_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Beyond the lenders' mandate: they vote on it after the approval.
    needs_vote = models.BooleanField(default=False)
    vote_until_on = models.DateField(null=True, blank=True)
    approval_number = models.CharField(max_length=24, blank=True, default="")
    offer_until_on = models.DateField(null=True, blank=True)
    # The version of the schedule that it put in force.
    schedule_version = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", RestructureStatus, "restructure_status_is_a_choice"),
            models.CheckConstraint(
                condition=~Q(status__in=["planned", "voting", "offered", "accepted"])
                | (Q(extra_periods__gt=0) | Q(lowered_rate_ppm__isnull=False))
                & Q(planned_by__isnull=False)
                & ~Q(approval_number=""),
                name="restructure_planned_has_a_plan",
            ),
            # No mandate reaches to the rate: it is lowered by the lenders' vote or not at all.
            models.CheckConstraint(
                condition=Q(lowered_rate_ppm__isnull=True)
                | Q(needs_vote=True)
                | Q(status__in=["asked", "declined", "withdrawn", "lapsed"]),
                name="restructure_rate_by_vote",
            ),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(offer_until_on__isnull=False),
                name="restructure_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "planned", "voting", "offered"], ended_at__isnull=True)
                | Q(status__in=["accepted", "declined", "withdrawn", "lapsed"], ended_at__isnull=False),
                name="restructure_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="voting") | Q(needs_vote=True, vote_until_on__isnull=False),
                name="restructure_vote_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(status__in=["asked", "planned", "voting", "offered"]),
                name="restructure_one_open_for_a_loan",
            ),
        ]
        indexes = [models.Index(fields=["status", "id"], name="restructure_by_status")]

    def __str__(self) -> str:
        return self.number

    @property
    def has_plan(self) -> bool:
        return bool(self.extra_periods) or self.lowered_rate_ppm is not None

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


class HolderBallot(models.Model):
    """What a holder says of a restructure beyond the mandate; a claim counts by its principal when the vote opened."""

    restructure = models.ForeignKey(Restructure, on_delete=models.PROTECT, related_name="ballots")
    claim = models.ForeignKey("lending.Claim", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    principal_fen = models.BigIntegerField()
    is_yes = models.BooleanField(null=True, blank=True)
    cast_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["restructure", "claim"], name="holder_ballot_once"),
            models.CheckConstraint(condition=Q(principal_fen__gt=0), name="holder_ballot_counts"),
            models.CheckConstraint(
                condition=Q(is_yes__isnull=True, cast_at__isnull=True)
                | Q(is_yes__isnull=False, cast_at__isnull=False),
                name="holder_ballot_cast_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"ballot of {self.claim_id} on {self.restructure_id}"
