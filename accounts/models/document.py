"""A picture that somebody sent in: an identity card, a licence, evidence. The bytes lie encrypted in the storage."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel

STATUSES = ["kept", "replaced", "removed"]
# Of these a login has one at a time; a new one replaces the one before.
ONE_AT_A_TIME = ["identity_front", "identity_back"]


class Document(StatefulModel):
    class Kind(models.TextChoices):
        IDENTITY_FRONT = "identity_front", _("Identity card, side with the portrait")
        IDENTITY_BACK = "identity_back", _("Identity card, side with the emblem")
        LICENCE = "licence", _("Business licence")
        CONTRACT = "contract", _("Contract")
        EVIDENCE = "evidence", _("Photographed evidence")
        OTHER = "other", _("Other document")

    class Status(models.TextChoices):
        KEPT = "kept", _("Kept")
        REPLACED = "replaced", _("Replaced by a newer one")
        REMOVED = "removed", _("Erased")

    EVENT_NAME: ClassVar[str] = "document"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.KEPT: frozenset({Status.REPLACED, Status.REMOVED}),
        Status.REPLACED: frozenset({Status.REMOVED}),
    }

    number = models.CharField(max_length=24, unique=True)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.KEPT)
    # What it belongs to, if not to the person alone: "dealer" 7. Floors above own such things, so this is no relation.
    subject_type = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.BigIntegerField(null=True, blank=True)
    stored_name = models.CharField(max_length=100, unique=True)
    content_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # The last day on the card, as a colleague read it there; nothing for a card that never runs out or was not read.
    valid_until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="document_status_is_a_choice"),
            models.CheckConstraint(
                condition=Q(status="kept", ended_at__isnull=True)
                | Q(ended_at__isnull=False) & ~Q(status="kept"),
                name="document_ended_when_not_kept",
            ),
            models.UniqueConstraint(
                fields=["owner", "kind"],
                condition=Q(status="kept", kind__in=ONE_AT_A_TIME),
                name="document_one_identity_card",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="document_of_owner"),
            models.Index(
                fields=["subject_type", "subject_id"],
                condition=~Q(subject_type=""),
                name="document_of_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.number
