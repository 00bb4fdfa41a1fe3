"""One person asks, another approves: what was asked, bound by a hash, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel


class Approval(StatefulModel):
    class Status(models.TextChoices):
        OPEN = "open", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Not approved")
        WITHDRAWN = "withdrawn", _("Taken back")
        EXPIRED = "expired", _("Expired")
        USED = "used", _("Carried out")

    EVENT_NAME: ClassVar[str] = "approval"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.OPEN: frozenset({Status.APPROVED, Status.REJECTED, Status.WITHDRAWN, Status.EXPIRED}),
        Status.APPROVED: frozenset({Status.USED, Status.WITHDRAWN, Status.EXPIRED}),
    }
    # What is not over yet.
    PENDING: ClassVar[tuple[str, ...]] = ("open", "approved")

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject_number = models.CharField(max_length=40, blank=True, default="")
    # References and values, nothing personal; the hash covers kind, object, its version and these.
    payload = models.JSONField()
    payload_hash = models.CharField(max_length=64)
    page_path = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    maker = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    # For whom a deputy asked or decided; empty where somebody acted in the own job.
    asked_for = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    checker = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_for = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "approved", "rejected", "withdrawn", "expired", "used"]),
                name="approval_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "rejected", "used"])
                | Q(checker__isnull=False, decided_at__isnull=False),
                name="approval_decided_has_its_checker",
            ),
            models.CheckConstraint(
                condition=Q(checker__isnull=True) | ~Q(checker=F("maker")),
                name="approval_maker_is_not_checker",
            ),
            models.CheckConstraint(
                condition=Q(decided_for__isnull=True) | Q(checker__isnull=False),
                name="approval_decided_for_by_a_checker",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("requested_at")), name="approval_expires_after_it_was_asked"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"],
                condition=Q(status__in=["open", "approved"], subject_id__isnull=False),
                name="approval_one_pending_for_an_object",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "-id"], condition=Q(status="open"), name="approval_open"),
            models.Index(fields=["maker", "-id"], name="approval_of_maker"),
            models.Index(
                fields=["expires_at"], condition=Q(status__in=["open", "approved"]), name="approval_to_expire"
            ),
        ]

    def __str__(self) -> str:
        return self.number
