"""Risk's file on one submission of an application."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.states import StatefulModel
from lending.models import Application, Decision


class CreditCase(StatefulModel):
    class Status(models.TextChoices):
        OPEN = "open", _("To review")
        REVIEWED = "reviewed", _("To decide")
        ON_AGENDA = "on_agenda", _("With the committee")
        DECIDED = "decided", _("Decided")
        ENDED = "ended", _("Ended without a decision")

    class Cause(models.TextChoices):
        SUBMITTED = "submitted", _("Sent in")
        CHANGE = "change", _("Facts have changed")
        APPEAL = "appeal", _("Asked for another look")

    EVENT_NAME: ClassVar[str] = "case"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"reviewed", "ended"}),
        "reviewed": frozenset({"open", "on_agenda", "decided", "ended"}),
        "on_agenda": frozenset({"decided", "ended"}),
    }
    # Whoever is in one of these waits for somebody at the desk.
    WAITING: ClassVar[tuple[str, ...]] = ("open", "reviewed", "on_agenda")

    number = models.CharField(max_length=24, unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    # What was known when the case was opened: figures and codes, never names or numbers of people.
    facts = models.JSONField()
    # SHA-256 of the facts as they were frozen; empty on cases from before it was kept.
    facts_hash = models.CharField(max_length=64, blank=True, default="")
    cause = models.CharField(max_length=9, choices=Cause, default=Cause.SUBMITTED)
    opened_at = models.DateTimeField()
    opinion = models.TextField(blank=True, default="")
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Under what authority it was decided: kind, matrix version, amount, severity, who signed first, the ruling.
    authority = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(status__in=["open", "reviewed", "on_agenda"]),
                name="credit_case_one_open_per_application",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=["submitted", "change", "appeal"]), name="credit_case_cause_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "reviewed", "on_agenda", "decided", "ended"]),
                name="credit_case_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["reviewed", "on_agenda"])
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="credit_case_reviewed_has_a_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(status="decided") | Q(decided_at__isnull=False, decision__isnull=False),
                name="credit_case_decided_has_a_decision",
            ),
        ]
        indexes = [models.Index(fields=["status", "id"], name="credit_case_by_status")]

    def __str__(self) -> str:
        return self.number
