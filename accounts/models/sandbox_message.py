"""What the sandbox providers were asked to send, where nothing leaves the house."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField


class SandboxMessage(models.Model):
    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("SMS")

    channel = models.CharField(max_length=8, choices=Channel)
    address = EncryptedTextField()
    subject = models.CharField(max_length=300, blank=True, default="")
    body = EncryptedTextField()
    # A provider sends a key once, however often it is asked.
    key = models.CharField(max_length=160, null=True, blank=True, unique=True)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
