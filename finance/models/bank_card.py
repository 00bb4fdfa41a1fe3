"""A customer's own bank card and the person's registration at the custodian bank."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.states import StatefulModel
from finance.failures import failure_text


class CustodyCustomer(models.Model):
    """Under which name the custodian bank knows a person; one for each login, opened once."""

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="+")
    bank_customer = models.CharField(max_length=40, unique=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.bank_customer


class BankCard(StatefulModel):
    """A card in the customer's own name, or a dealer's account in its company's; money goes nowhere else (samename)."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Asking the bank")
        SENT = "sent", _("Small amount sent")
        VERIFIED = "verified", _("Card verified")
        FAILED = "failed", _("Not verified")
        REMOVED = "removed", _("Removed")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "requested": frozenset({"sent", "failed", "removed"}),
        "sent": frozenset({"verified", "failed", "removed"}),
        "verified": frozenset({"removed"}),
        "failed": frozenset({"removed"}),
    }
    EVENT_NAME: ClassVar[str] = "bank_card"
    OPEN = ("requested", "sent", "verified")

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    card_number = EncryptedTextField()
    card_index = models.CharField(max_length=64)
    last_four = models.CharField(max_length=4)
    bank_name = models.CharField(max_length=40)
    status = models.CharField(max_length=12, choices=Status, default=Status.REQUESTED)
    is_default = models.BooleanField(default=False)
    # What the bank calls the card once it knows it; payouts name the token, never the card's number.
    bank_token = models.CharField(max_length=60, blank=True, default="")
    bank_page_url = models.CharField(max_length=200, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["requested", "sent", "verified", "failed", "removed"]),
                name="bank_card_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status="verified") | (Q(verified_at__isnull=False) & ~Q(bank_token="")),
                name="bank_card_verified_has_a_token",
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(status="verified"), name="bank_card_default_is_verified"
            ),
            models.CheckConstraint(condition=Q(tries__lte=3), name="bank_card_three_tries"),
            models.UniqueConstraint(
                fields=["user", "card_index"],
                condition=Q(status__in=["requested", "sent", "verified"]),
                name="bank_card_once_a_person",
            ),
            # A card belongs to one person; a mere request by a stranger must not lock the owner out.
            models.UniqueConstraint(
                fields=["card_index"], condition=Q(status="verified"), name="bank_card_verified_once"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="bank_card_one_default"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(status="requested"), name="bank_card_to_ask"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def masked(self) -> str:
        """The bank and the last four digits, as people name a card: 招商银行 (1234)."""
        return f"{self.bank_name} ({self.last_four})"

    @property
    def failure_text(self) -> str:
        """Why the card was not verified, in words for the customer."""
        return str(failure_text(self.failure))

    @property
    def tries_left(self) -> int:
        return MAX_TRIES - self.tries


# How often the small amount may be guessed: the limit is part of the check constraint above.
MAX_TRIES = 3
