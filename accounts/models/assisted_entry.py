"""What a colleague entered for a customer: a proposal that takes effect when the customer confirms it with a code."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.states import StatefulModel

STATUSES = ["proposed", "confirmed", "cancelled", "expired"]
KINDS = ["open", "identity", "contact", "profile"]


class AssistedEntry(StatefulModel):
    class Kind(models.TextChoices):
        OPEN = "open", _("Opening of an account")
        IDENTITY = "identity", _("Name and identity number")
        CONTACT = "contact", _("Address and contact")
        PROFILE = "profile", _("Work, income and home")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for the customer")
        CONFIRMED = "confirmed", _("Confirmed by the customer")
        CANCELLED = "cancelled", _("Taken back")
        EXPIRED = "expired", _("Ran out")

    EVENT_NAME: ClassVar[str] = "assisted_entry"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.PROPOSED: frozenset({Status.CONFIRMED, Status.CANCELLED, Status.EXPIRED})
    }

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    # Nobody yet while an account is to be opened.
    customer = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The link in the message to somebody who has no account, as a hash.
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    phone = EncryptedTextField(blank=True, default="")
    # Canonical JSON; emptied when the entry ends, for what was confirmed stands where it belongs.
    payload = EncryptedTextField(blank=True, default="")
    payload_hash = models.CharField(max_length=64)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=STATUSES), name="assisted_entry_status_is_a_choice"
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="assisted_entry_kind_is_a_choice"),
            models.CheckConstraint(
                condition=Q(status="proposed", ended_at__isnull=True)
                | ~Q(status="proposed") & Q(ended_at__isnull=False),
                name="assisted_entry_ended_when_not_proposed",
            ),
            models.CheckConstraint(
                condition=Q(kind="open", token_hash__isnull=False)
                | ~Q(kind="open") & Q(customer__isnull=False, token_hash__isnull=True),
                name="assisted_entry_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(customer__isnull=False),
                name="assisted_entry_confirmed_has_a_customer",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="assisted_entry_of_customer"),
            models.Index(
                fields=["expires_at"], condition=Q(status="proposed"), name="assisted_entry_to_expire"
            ),
        ]

    def __str__(self) -> str:
        return self.number
