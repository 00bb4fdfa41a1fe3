"""Who may decide: the versions of the authority matrix, and the first signatures that wait for a second."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.states import StatefulModel
from risk.models.credit_case import CreditCase


class AuthorityMatrix(StatefulModel):
    """One version; what stands in it never changes, only its state does."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for approval")
        IN_FORCE = "in_force", _("In force")
        SUPERSEDED = "superseded", _("Replaced by a newer version")
        DROPPED = "dropped", _("Not approved")

    EVENT_NAME: ClassVar[str] = "authority_matrix"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "proposed": frozenset({"in_force", "dropped"}),
        "in_force": frozenset({"superseded"}),
    }

    number = models.CharField(max_length=24, unique=True)
    # The rows of risk.domain.authority, in order; and their SHA-256, which the checker approved.
    rows = models.JSONField()
    rows_hash = models.CharField(max_length=64)
    reason = models.TextField(blank=True, default="")
    proposed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    approval_number = models.CharField(max_length=24, blank=True, default="")
    version = models.PositiveIntegerField(null=True, blank=True, unique=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "in_force", "superseded", "dropped"]),
                name="authority_matrix_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["in_force", "superseded"])
                | Q(version__isnull=False, in_force_at__isnull=False),
                name="authority_matrix_in_force_has_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["superseded", "dropped"]) | Q(ended_at__isnull=False),
                name="authority_matrix_ended_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status__in=["proposed", "in_force"]),
                name="authority_matrix_one_in_force_one_proposed",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseSignature(models.Model):
    """The first of two signatures on a decision; the second person signs the very same or none."""

    case = models.ForeignKey(CreditCase, on_delete=models.PROTECT, related_name="signatures")
    outcome = models.CharField(max_length=12)
    reasons = models.JSONField()
    # Amount, grade, limit and conditions.
    rating = models.JSONField()
    matrix_version = models.PositiveIntegerField()
    # The roles that have to sign, as the matrix said.
    roles = models.JSONField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(dropped_at__isnull=True), name="case_signature_one_first"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_because="")
                | (Q(dropped_at__isnull=False) & ~Q(dropped_because="")),
                name="case_signature_dropped_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"first signature on {self.case_id}"
