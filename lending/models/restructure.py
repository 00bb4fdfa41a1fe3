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
        "planned": frozenset({"offered", "asked"}),
        "offered": frozenset({"accepted", "withdrawn", "lapsed"}),
    }
    OPEN: ClassVar[tuple[str, ...]] = ("asked", "planned", "offered")

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
    # The plan: periods more, and how many of the first ones ask for interest only.
    extra_periods = models.PositiveSmallIntegerField(default=0)
    holiday_periods = models.PositiveSmallIntegerField(default=0)
    planned_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approval_number = models.CharField(max_length=24, blank=True, default="")
    offer_until_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", RestructureStatus, "restructure_status_is_a_choice"),
            models.CheckConstraint(
                condition=~Q(status__in=["planned", "offered", "accepted"])
                | Q(extra_periods__gt=0, planned_by__isnull=False) & ~Q(approval_number=""),
                name="restructure_planned_has_a_plan",
            ),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(offer_until_on__isnull=False),
                name="restructure_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "planned", "offered"], ended_at__isnull=True)
                | Q(status__in=["accepted", "declined", "withdrawn", "lapsed"], ended_at__isnull=False),
                name="restructure_ended_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(status__in=["asked", "planned", "offered"]),
                name="restructure_one_open_for_a_loan",
            ),
        ]
        indexes = [models.Index(fields=["status", "id"], name="restructure_by_status")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN
