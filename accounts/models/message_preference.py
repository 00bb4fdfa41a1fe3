"""What a person wants to be told over which channel; no row means what the house does by itself."""

from django.db import models
from django.db.models import Q

from accounts.models.message import Message, MessageCategory


class MessagePreference(models.Model):
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="message_preferences")
    category = models.CharField(max_length=10, choices=MessageCategory)
    channel = models.CharField(max_length=8, choices=Message.Channel)
    is_on = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "category", "channel"], name="message_preference_once"),
            models.CheckConstraint(
                condition=Q(category__in=["money", "loan", "collection", "marketing"]),
                name="message_preference_security_is_always_on",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["email", "sms"]), name="message_preference_inbox_is_always_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} by {self.channel}: {'on' if self.is_on else 'off'}"
