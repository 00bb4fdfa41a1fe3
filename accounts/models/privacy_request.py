"""What a person asks about their own data, and the file that an export is."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.states import StatefulModel

# While one of these runs there is no second of its kind.
SINGLE_KINDS = ["export", "deletion"]
OPEN_STATES = ["asked", "building", "frozen"]


class PrivacyRequest(StatefulModel):
    class Kind(models.TextChoices):
        EXPORT = "export", _("Copy of my data")
        CORRECTION = "correction", _("Correction of my data")
        DELETION = "deletion", _("Deletion of my data")
        REVIEW = "review", _("Explanation and human review")

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        BUILDING = "building", _("Being prepared")
        READY = "ready", _("Ready to download")
        EXPIRED = "expired", _("Expired")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        FROZEN = "frozen", _("Locked until it may be deleted")

    EVENT_NAME: ClassVar[str] = "privacy_request"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "asked": frozenset({"building", "done", "refused", "frozen"}),
        "building": frozenset({"ready", "asked"}),
        "ready": frozenset({"expired"}),
        "frozen": frozenset({"done"}),
    }

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    # What a correction or a review is about, by its number or code; the person's own words are encrypted.
    about = models.CharField(max_length=40, blank=True, default="")
    words = EncryptedTextField(blank=True, default="")
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    # The worker's progress on an export.
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    good_until_at = models.DateTimeField(null=True, blank=True)
    downloaded_at = models.DateTimeField(null=True, blank=True)
    # The decision of a person.
    decided_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = EncryptedTextField(blank=True, default="")
    # When a frozen deletion is looked at again; the law may still bind it then.
    look_again_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["asked", "building", "ready", "expired", "done", "refused", "frozen"]
                ),
                name="privacy_request_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["export", "correction", "deletion", "review"]),
                name="privacy_request_kind_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["building", "ready", "expired"]) | Q(kind="export"),
                name="privacy_request_only_exports_are_built",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(good_until_at__isnull=False, ready_at__isnull=False),
                name="privacy_request_ready_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "refused", "frozen"]) | Q(decided_at__isnull=False),
                name="privacy_request_decided_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="frozen") | Q(kind="deletion", look_again_on__isnull=False),
                name="privacy_request_frozen_is_looked_at_again",
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(kind__in=SINGLE_KINDS, status__in=OPEN_STATES),
                name="privacy_request_one_open_of_its_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="privacy_request_of_user"),
            models.Index(
                fields=["status", "id"],
                condition=Q(status__in=["asked", "building", "ready", "frozen"]),
                name="privacy_request_open",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ExportFile(models.Model):
    """The encrypted archive of an export; emptied when its time is over."""

    CONTEXT: ClassVar[str] = "accounts.exportfile.sealed"

    request = models.OneToOneField(PrivacyRequest, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField(blank=True, default="")
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"file of {self.request_id}"
