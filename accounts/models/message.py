"""A message to a login, one row a channel: the inbox, e-mail, SMS."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    class Channel(models.TextChoices):
        INBOX = "inbox", _("Inbox")
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("SMS")

    # The worker's own progress mark. A message in the inbox is there at once; the others wait for the sweep.
    class Status(models.TextChoices):
        DUE = "due", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not delivered")

    number = models.CharField(max_length=24, unique=True)
    key = models.CharField(max_length=120)
    to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=8, choices=Channel)
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=200, blank=True, default="")
    status = models.CharField(max_length=8, choices=Status, default=Status.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "channel"], name="message_once_for_each_key"),
            models.CheckConstraint(
                condition=Q(channel__in=["inbox", "email", "sms"]), name="message_channel_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["due", "sending", "sent", "failed"]),
                name="message_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="message_sent_has_its_time"
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-id"], condition=Q(channel="inbox"), name="message_inbox"),
            models.Index(
                fields=["to"], condition=Q(channel="inbox", read_at__isnull=True), name="message_unread"
            ),
            models.Index(
                fields=["next_try_at", "id"], condition=Q(status__in=["due", "sending"]), name="message_due"
            ),
        ]

    def __str__(self) -> str:
        return self.number
