"""One question to the identity service, and what it answered: the evidence of an identity."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.states import StatefulModel

STATUSES = [
    "asked",
    "matched",
    "mismatched",
    "unanswered",
    "taken",
    "superseded",
    "referred",
    "accepted",
    "declined",
]


class IdentityCheck(StatefulModel):
    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        MATCHED = "matched", _("Name and number match")
        MISMATCHED = "mismatched", _("Name and number do not match")
        UNANSWERED = "unanswered", _("No answer")
        TAKEN = "taken", _("Already used by another account")
        SUPERSEDED = "superseded", _("The account was verified meanwhile")
        REFERRED = "referred", _("Being looked at")
        ACCEPTED = "accepted", _("Accepted by two colleagues")
        DECLINED = "declined", _("Not accepted")

    EVENT_NAME: ClassVar[str] = "identity_check"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.ASKED: frozenset(
            {
                Status.MATCHED,
                Status.MISMATCHED,
                Status.UNANSWERED,
                Status.TAKEN,
                Status.SUPERSEDED,
                Status.REFERRED,
                # The evidence of a correction: two colleagues answered, not the service.
                Status.ACCEPTED,
            }
        ),
        # Of what was referred the review decides; a mismatch or a second claim may be accepted too.
        Status.REFERRED: frozenset(
            {Status.MATCHED, Status.ACCEPTED, Status.DECLINED, Status.TAKEN, Status.SUPERSEDED}
        ),
        Status.MISMATCHED: frozenset({Status.ACCEPTED, Status.REFERRED, Status.TAKEN, Status.SUPERSEDED}),
        Status.TAKEN: frozenset({Status.MATCHED, Status.SUPERSEDED}),
    }

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="identity_checks")
    real_name = EncryptedTextField()
    identity_number = EncryptedTextField()
    identity_index = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=Status, default=Status.ASKED)
    provider = models.CharField(max_length=60)
    provider_reference = models.CharField(max_length=80, blank=True, default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=STATUSES),
                name="identity_check_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status="asked", answered_at__isnull=True)
                | Q(answered_at__isnull=False) & ~Q(status="asked"),
                name="identity_check_answered_when_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "asked_at"], name="identity_check_of_user"),
            models.Index(fields=["identity_index"], name="identity_check_of_identity"),
        ]

    def __str__(self) -> str:
        return self.number
