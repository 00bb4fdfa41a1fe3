"""Evidence of what a loan's money was used for, asked of the borrower after the payout."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models import User
from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in


class UseEvidenceStatus(models.TextChoices):
    ASKED = "asked", pgettext_lazy("use of money", "Asked for")
    HANDED_IN = "handed_in", _("To be looked at")
    ACCEPTED = "accepted", pgettext_lazy("use of money", "Accepted")
    REFUSED = "refused", pgettext_lazy("use of money", "Not accepted")
    MISSING = "missing", _("Not handed in by its day")
    ENDED = "ended", _("Not needed any more")


class UseEvidence(StatefulModel):
    """What one loan's borrower has to show, by when, and what came of it."""

    Status = UseEvidenceStatus

    class Why(models.TextChoices):
        RULE = "rule", _("By amount and product")
        SAMPLE = "sample", _("Drawn into the sample")

    EVENT_NAME: ClassVar[str] = "use_evidence"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "asked": frozenset({"handed_in", "missing", "ended"}),
        "handed_in": frozenset({"accepted", "refused"}),
        "refused": frozenset({"handed_in", "missing", "ended"}),
        "missing": frozenset({"handed_in", "ended"}),
    }
    # The borrower may, and should, still hand something in.
    OWED: ClassVar[tuple[str, ...]] = ("asked", "refused", "missing")

    number = models.CharField(max_length=24, unique=True)
    loan = models.OneToOneField("lending.Loan", on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=6, choices=Why)
    status = models.CharField(max_length=10, choices=UseEvidenceStatus, default=UseEvidenceStatus.ASKED)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    words = EncryptedTextField(blank=True, default="")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True, default="")
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            is_a_choice("status", UseEvidenceStatus, "use_evidence_status_is_a_choice"),
            known_in(
                "handed_in_at", ["handed_in", "accepted", "refused"], "use_evidence_handed_in_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="use_evidence_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(because=""), name="use_evidence_refused_says_why"
            ),
            known_in("ended_at", ["ended"], "use_evidence_ended_has_a_time"),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="use_evidence_by_status"),
            models.Index(fields=["borrower", "-id"], name="use_evidence_of_borrower"),
        ]

    def __str__(self) -> str:
        return self.number


class UsePaper(models.Model):
    """One picture that was handed in; rows are only added."""

    evidence = models.ForeignKey(UseEvidence, on_delete=models.PROTECT, related_name="papers")
    document = models.OneToOneField("accounts.Document", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.evidence_id}/{self.document_id}"
