"""Money at the bank whose owner is not known yet (2401), and the work of clearing it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.states import StatefulModel
from finance.models.custody_notification import BankTransaction


class SuspenseItem(StatefulModel):
    class Status(models.TextChoices):
        OPEN = "open", _("To clear")
        ASSIGNED = "assigned", _("Given to a wallet")
        RETURNING = "returning", _("Being sent back")
        RETURNED = "returned", _("Sent back")

    class Reason(models.TextChoices):
        UNIDENTIFIED = "unidentified", _("The sender gave no reference")
        UNKNOWN_REFERENCE = "unknown_reference", _("The reference is not one of ours")
        AMOUNT = "amount", _("The amount differs from the order")
        CUSTOMER = "customer", _("The payer differs from the order")
        LATE = "late", _("The order had already ended")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"assigned", "returning", "returned"}),
        "returning": frozenset({"returned", "open"}),
    }
    EVENT_NAME: ClassVar[str] = "suspense"

    number = models.CharField(max_length=24, unique=True)
    receipt = models.OneToOneField(BankTransaction, on_delete=models.PROTECT, related_name="suspense_item")
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=20, choices=Reason)
    reference = models.CharField(max_length=40, blank=True, default="")
    payer_name = EncryptedTextField(blank=True, default="")
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    assigned_to = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.TextField(blank=True, default="")
    # Each sending-back is an order of its own to the bank: the first failed one is never sent again under its name.
    return_reference = models.CharField(max_length=40, blank=True, default="")
    return_sent_at = models.DateTimeField(null=True, blank=True)
    asked_times = models.PositiveSmallIntegerField(default=0)
    next_ask_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="suspense_holds_something"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "assigned", "returning", "returned"]),
                name="suspense_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status="assigned")
                | Q(assigned_to__isnull=False, cleared_by__isnull=False, cleared_at__isnull=False),
                name="suspense_assigned_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["return_reference"], condition=~Q(return_reference=""), name="suspense_return_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(status__in=["open", "returning"]), name="suspense_to_clear"
            ),
            models.Index(fields=["reference"], name="suspense_of_reference"),
        ]

    def __str__(self) -> str:
        return self.number
