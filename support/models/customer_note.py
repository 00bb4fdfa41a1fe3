"""What staff write down about a customer: a need, a preference, a remark. Never deleted, struck out with a reason."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField

KINDS = ["need", "preference", "remark"]


class CustomerNote(models.Model):
    class Kind(models.TextChoices):
        NEED = "need", _("Need")
        PREFERENCE = "preference", _("Preference")
        REMARK = "remark", _("Remark")

    number = models.CharField(max_length=24, unique=True)
    customer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    words = EncryptedTextField()
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    struck_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_because = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="customer_note_kind_is_a_choice"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="customer_note_strike_is_signed",
            ),
        ]
        indexes = [models.Index(fields=["customer", "-id"], name="customer_note_of_customer")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_struck(self) -> bool:
        return self.struck_at is not None
