"""A colleague looks whether a customer is who they say: why, who does it, and what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.crypto import EncryptedTextField
from accounts.models.identity_check import IdentityCheck
from accounts.models.privacy_request import PrivacyRequest
from accounts.states import StatefulModel

STATUSES = ["opened", "taken", "returned", "passed", "refused", "lapsed"]
OPEN_STATES = ["opened", "taken", "returned"]
CAUSES = [
    "watch_list",
    "face_failed",
    "name_mismatch",
    "illegible",
    "duplicate",
    "correction",
    "expired_card",
]


class IdentityReview(StatefulModel):
    class Cause(models.TextChoices):
        WATCH_LIST = "watch_list", _("Found on the watch-list")
        FACE_FAILED = "face_failed", _("Face not recognised again and again")
        NAME_MISMATCH = "name_mismatch", _("Name and number do not match")
        ILLEGIBLE = "illegible", _("Picture cannot be read")
        DUPLICATE = "duplicate", _("Identity claimed by two accounts")
        CORRECTION = "correction", _("Correction of name or number asked for")
        EXPIRED_CARD = "expired_card", _("Identity card ran out")

    class Status(models.TextChoices):
        OPENED = "opened", _("Waits for somebody")
        TAKEN = "taken", _("Being examined")
        RETURNED = "returned", _("Returned to the customer")
        PASSED = "passed", _("Passed")
        REFUSED = "refused", pgettext_lazy("identity review", "Refused")
        LAPSED = "lapsed", _("Not needed any more")

    EVENT_NAME: ClassVar[str] = "identity_review"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.OPENED: frozenset({Status.TAKEN, Status.LAPSED}),
        Status.TAKEN: frozenset(
            {Status.OPENED, Status.RETURNED, Status.PASSED, Status.REFUSED, Status.LAPSED}
        ),
        Status.RETURNED: frozenset({Status.OPENED, Status.TAKEN, Status.LAPSED}),
    }
    # What is not over yet.
    OPEN: ClassVar[tuple[str, ...]] = tuple(OPEN_STATES)

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=16, choices=Cause)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPENED)
    # What it is about, where it is about a check or a request.
    identity_check = models.ForeignKey(
        IdentityCheck, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    privacy_request = models.ForeignKey(
        PrivacyRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    # Since when it waits: from the opening, or from the last papers the customer sent.
    waits_since_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    # What the customer was last told to do: codes of reasons, and words to it.
    reasons = models.JSONField(default=list, blank=True)
    note = EncryptedTextField(blank=True, default="")
    returned_at = models.DateTimeField(null=True, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    # What a correction would put in the place of name and number; empty: as it is.
    corrected_name = EncryptedTextField(blank=True, default="")
    corrected_number = EncryptedTextField(blank=True, default="")
    decided_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why it was decided so; for colleagues.
    words = EncryptedTextField(blank=True, default="")
    approval_number = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=STATUSES), name="identity_review_status_is_a_choice"
            ),
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="identity_review_cause_is_a_choice"),
            models.CheckConstraint(
                condition=~Q(status="taken") | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="identity_review_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | Q(returned_at__isnull=False),
                name="identity_review_returned_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN_STATES, decided_at__isnull=True)
                | Q(decided_at__isnull=False) & ~Q(status__in=OPEN_STATES),
                name="identity_review_decided_when_over",
            ),
            models.UniqueConstraint(
                fields=["user", "cause"],
                condition=Q(status__in=OPEN_STATES),
                name="identity_review_one_open_of_a_cause",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="identity_review_of_customer"),
            models.Index(
                fields=["status", "id"],
                condition=Q(status__in=OPEN_STATES),
                name="identity_review_open",
            ),
        ]

    def __str__(self) -> str:
        return self.number
