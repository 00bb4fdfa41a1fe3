"""The sandbox custodian bank's own memory: customers, cards, statement, notifications, planned behaviour.

Nothing outside `finance.custody.sandbox_*` and the sandbox's own pages reads these tables: to the rest of the house the
bank is what answers through the gateway and the hook.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField


class SandboxCustomer(models.Model):
    """A person the bank has opened a custody sub-account for."""

    bank_customer = models.CharField(max_length=40, unique=True)
    real_name = EncryptedTextField()
    identity_index = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.bank_customer


class SandboxCard(models.Model):
    """A card and the small amount that was sent to it."""

    reference = models.CharField(max_length=40, unique=True)
    token = models.CharField(max_length=60, unique=True)
    customer = models.ForeignKey(SandboxCustomer, on_delete=models.PROTECT, related_name="cards")
    last_four = models.CharField(max_length=4)
    small_amount_fen = models.PositiveSmallIntegerField()
    is_verified = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.token


class SandboxTransaction(models.Model):
    """An order or a movement at the bank; booked rows are the bank's statement."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("Waiting for the customer")
        BOOKED = "booked", _("Booked")
        DECLINED = "declined", _("Declined")
        # The bank was asked about a reference it had never seen: from now on it refuses it.
        CLOSED = "closed", _("Closed unseen")

    bank_number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=30)
    reference = models.CharField(max_length=40, blank=True, default="")
    customer = models.ForeignKey(
        SandboxCustomer, null=True, blank=True, on_delete=models.PROTECT, related_name="transactions"
    )
    # What the bank tells us, where it was told to get it wrong.
    told_customer = models.CharField(max_length=40, blank=True, default="")
    payer_name = EncryptedTextField(blank=True, default="")
    card_last_four = models.CharField(max_length=4, blank=True, default="")
    amount_fen = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=40, blank=True, default="")
    token = models.CharField(max_length=60, unique=True)
    return_url = models.CharField(max_length=300, blank=True, default="")
    ordered_at = models.DateTimeField()
    booked_on = models.DateField(null=True, blank=True)

    KINDS: ClassVar[dict[str, Promise]] = {
        "deposit": _("Deposit"),
        "recall": _("Recalled deposit"),
        "withdrawal": _("Withdrawal"),
        "return": _("Returned withdrawal"),
        "receipt": _("Receipt without an order"),
        "refund": _("Receipt sent back"),
        "closed": _("Closed unseen"),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "kind"], condition=~Q(reference=""), name="sandbox_transaction_once"
            ),
            # A reference is ordered or closed, never both.
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(kind__in=["deposit", "withdrawal", "refund", "closed"]),
                name="sandbox_transaction_one_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="booked") | Q(booked_on__isnull=False),
                name="sandbox_transaction_booked_has_a_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["booked_on", "id"], condition=Q(state="booked"), name="sandbox_transaction_booked"
            ),
        ]

    def __str__(self) -> str:
        return self.bank_number

    @property
    def kind_name(self) -> str:
        return str(self.KINDS[self.kind])


class SandboxNotification(models.Model):
    """A notification on its way to the hook; signed anew at every delivery."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        DELIVERED = "delivered", _("Delivered")
        SILENCED = "silenced", _("Kept back")

    notification_id = models.CharField(max_length=64, unique=True)
    transaction = models.ForeignKey(
        SandboxTransaction, on_delete=models.PROTECT, related_name="notifications"
    )
    body = EncryptedTextField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    copies = models.PositiveSmallIntegerField(default=1)
    overtake = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    last_status = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(state="queued"), name="sandbox_notification_due"
            ),
        ]

    def __str__(self) -> str:
        return self.notification_id


class SandboxPlan(models.Model):
    """A behaviour the bank shall show the next `remaining` times."""

    class Behaviour(models.TextChoices):
        DELAY = "delay", _("Delay the notification")
        DUPLICATE = "duplicate", _("Send the notification twice")
        REORDER = "reorder", _("Let the next notification overtake this one")
        SILENT = "silent", _("Stay silent")
        FAIL_DEPOSIT = "fail_deposit", _("Decline the deposit")
        BOUNCE_WITHDRAWAL = "bounce_withdrawal", _("Bounce the withdrawal")
        TIME_OUT = "time_out", _("Act, but let the call time out")
        LOSE_CALL = "lose_call", _("Let the call time out without acting")
        WRONG_AMOUNT = "wrong_amount", _("Book one fen less than ordered")
        WRONG_CUSTOMER = "wrong_customer", _("Name another payer")
        STATEMENT_MISSING = "statement_missing", _("Leave a line out of the statement")
        STATEMENT_DOUBLED = "statement_doubled", _("Print a line of the statement twice")
        STATEMENT_ONE_FEN = "statement_one_fen", _("State one fen too much in a line")
        STATEMENT_WRONG_DAY = "statement_wrong_day", _("Put a line of the statement on the wrong day")
        STATEMENT_UNKNOWN = "statement_unknown", _("State a receipt nobody knows")
        STATEMENT_BALANCE = "statement_balance", _("State balances one fen too high")
        NO_STATEMENT = "no_statement", _("Have no statement ready")

    behaviour = models.CharField(max_length=20, choices=Behaviour)
    remaining = models.PositiveSmallIntegerField()
    seconds = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["behaviour", "id"], condition=Q(remaining__gt=0), name="sandbox_plan_standing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.behaviour} x {self.remaining}"
