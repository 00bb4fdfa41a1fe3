"""The conditions of an approval, one row each, and what was brought to show that they are met."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice
from lending.models.application import Decision


class ConditionKind(models.TextChoices):
    # Before the market; before the money, where it is possible only then; after the money.
    PRECEDENT = "precedent", _("Before the listing")
    LATER = "later", _("Before the payout")
    SUBSEQUENT = "subsequent", _("After the payout")


class DecisionCondition(StatefulModel):
    Kind = ConditionKind

    class Status(models.TextChoices):
        OPEN = "open", _("Not met")
        MET = "met", _("Met")

    EVENT_NAME: ClassVar[str] = "condition"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"open": frozenset({"met"})}

    number = models.CharField(max_length=24, unique=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="condition_rows")
    kind = models.CharField(max_length=10, choices=ConditionKind)
    words = models.CharField(max_length=300)
    # By when: always of what is possible only later and of what is due afterwards.
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=4, choices=Status, default=Status.OPEN)
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            is_a_choice("kind", ConditionKind, "condition_kind_is_a_choice"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "met"]), name="condition_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status="open", met_at__isnull=True) | Q(status="met", met_at__isnull=False),
                name="condition_met_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind="precedent") | Q(due_on__isnull=False), name="condition_later_has_a_day"
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="condition_by_due_day")]

    def __str__(self) -> str:
        return self.number


class ConditionEvidence(StatefulModel):
    """One try to show that a condition is met; another person than the sender accepts or refuses it."""

    class Status(models.TextChoices):
        SENT = "sent", _("To be looked at")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Not accepted")

    EVENT_NAME: ClassVar[str] = "condition_evidence"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"sent": frozenset({"accepted", "refused"})}

    condition = models.ForeignKey(DecisionCondition, on_delete=models.PROTECT, related_name="evidence")
    words = models.CharField(max_length=500, blank=True, default="")
    document = models.ForeignKey(
        "accounts.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.SENT)
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why not, for the sender to read.
    because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["sent", "accepted", "refused"]),
                name="condition_evidence_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status="sent", decided_at__isnull=True)
                | Q(status="accepted", decided_at__isnull=False, decided_by__isnull=False)
                | Q(status="refused", decided_at__isnull=False, decided_by__isnull=False) & ~Q(because=""),
                name="condition_evidence_decided_is_signed",
            ),
            models.UniqueConstraint(
                fields=["condition"], condition=Q(status="sent"), name="condition_evidence_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"evidence of {self.condition_id}"
