"""What the custodian bank told us, and the one effect each of its transaction numbers had."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField


class CustodyNonce(models.Model):
    """A nonce that was used; kept as long as its timestamp would still be fresh."""

    nonce = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.nonce


class CustodyNotification(models.Model):
    """One notification by its id. The same id with other content is refused before it gets here."""

    class Outcome(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        REPEATED = "repeated", _("Known already")
        SUSPENSE = "suspense", _("In suspense")
        # It came before what it follows on: kept, and taken up again when that arrives.
        WAITING = "waiting", _("Came early")
        CONFLICT = "conflict", _("Contradicts the books")

    notification_id = models.CharField(max_length=64, unique=True)
    content_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=30)
    reference = models.CharField(max_length=40, blank=True, default="")
    bank_number = models.CharField(max_length=40)
    bank_customer = models.CharField(max_length=40, blank=True, default="")
    amount_fen = models.BigIntegerField()
    value_on = models.DateField()
    reason = models.CharField(max_length=40, blank=True, default="")
    payer_name = EncryptedTextField(blank=True, default="")
    outcome = models.CharField(max_length=12, choices=Outcome)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["recorded", "repeated", "suspense", "waiting", "conflict"]),
                name="custody_notification_outcome_is_a_choice",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reference"], condition=Q(outcome="waiting"), name="custody_notification_waiting"
            ),
            models.Index(
                fields=["id"], condition=Q(outcome="conflict"), name="custody_notification_conflict"
            ),
        ]

    def __str__(self) -> str:
        return self.notification_id


class BankTransaction(models.Model):
    """A transaction number of the bank and the one effect it had on the books.

    `direction` is how the money at the bank moved: 1 in, -1 out, 0 nothing moved (a refusal).
    """

    bank_number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=30)
    reference = models.CharField(max_length=40, blank=True, default="")
    bank_customer = models.CharField(max_length=40, blank=True, default="")
    amount_fen = models.BigIntegerField()
    direction = models.SmallIntegerField()
    value_on = models.DateField()
    entry = models.ForeignKey(
        "finance.Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="bank_transactions"
    )
    is_conflict = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="bank_transaction_has_an_amount"),
            models.CheckConstraint(condition=Q(direction__in=[-1, 0, 1]), name="bank_transaction_direction"),
        ]
        indexes = [models.Index(fields=["reference", "id"], name="bank_transaction_of_reference")]

    def __str__(self) -> str:
        return self.bank_number
