"""Where a customer is written to, and how the customer likes to be reached."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField

WAYS = ["call", "sms", "email", "inbox"]


class ContactDetails(models.Model):
    class ReachedBy(models.TextChoices):
        CALL = "call", _("By telephone")
        SMS = "sms", _("By SMS")
        EMAIL = "email", _("By e-mail")
        INBOX = "inbox", _("In the inbox here")

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="contact_details")
    address = EncryptedTextField(blank=True, default="")
    reached_by = models.CharField(max_length=8, choices=ReachedBy, default=ReachedBy.INBOX)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reached_by__in=WAYS), name="contact_details_reached_by_is_a_choice"
            )
        ]

    def __str__(self) -> str:
        return f"contact of {self.user_id}"
