"""One look at one hidden value: who, whose, which, why. The value itself stands nowhere here."""

from django.db import models
from django.db.models import Q

from accounts.crypto import EncryptedTextField


class Unmasking(models.Model):
    number = models.CharField(max_length=24, unique=True)
    staff = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    value_code = models.CharField(max_length=30)
    # Which of several: a bank card's number in our books, never the digits on it.
    reference = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=30)
    words = EncryptedTextField()
    shown_on = models.DateField()
    shown_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="unmasking_has_a_reason")]
        indexes = [
            models.Index(fields=["staff", "shown_on"], name="unmasking_of_staff"),
            models.Index(fields=["customer", "-id"], name="unmasking_of_customer"),
        ]

    def __str__(self) -> str:
        return self.number
