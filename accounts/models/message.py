"""A message to a login, one row a channel: the inbox, e-mail, SMS."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MessageCategory(models.TextChoices):
    """What a message is about; the preferences, the quiet hours and the daily limit go by it."""

    SECURITY = "security", _("Login and identity")
    MONEY = "money", _("Money and bank cards")
    LOAN = "loan", _("Loans and lending")
    COLLECTION = "collection", _("Overdue reminders")
    MARKETING = "marketing", _("News and offers")


class Message(models.Model):
    Category = MessageCategory

    class Channel(models.TextChoices):
        INBOX = "inbox", _("Inbox")
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("SMS")

    # The worker's own progress mark. A message in the inbox is there at once; the others wait for the sweep.
    class Status(models.TextChoices):
        DUE = "due", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Not delivered")
        WITHHELD = "withheld", _("Held back")

    # Why a message failed or was held back, where it was not the provider who said so.
    REASONS: ClassVar[dict[str, Promise]] = {
        "daily_limit": _("The daily limit was reached until it would have been too late."),
        "switched_off": _("The person has switched this off."),
        "too_late": _("It could not be sent in time; the inbox has it all the same."),
        "no_address": _("The person has no such address any more."),
    }

    number = models.CharField(max_length=24, unique=True)
    key = models.CharField(max_length=120)
    to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=8, choices=Channel)
    template = models.CharField(max_length=60)
    category = models.CharField(max_length=10, choices=MessageCategory, default=MessageCategory.LOAN)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=200, blank=True, default="")
    status = models.CharField(max_length=10, choices=Status, default=Status.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    created_at = models.DateTimeField()
    # After this it is not sent any more; a retry by hand sets it anew. An inbox needs no such end.
    good_until_at = models.DateTimeField(null=True, blank=True)
    # The Shanghai day on which it was last handed to a provider: the daily limit counts these.
    tried_on = models.DateField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
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
                condition=Q(status__in=["due", "sending", "sent", "delivered", "failed", "withheld"]),
                name="message_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(category__in=["security", "money", "loan", "collection", "marketing"]),
                name="message_category_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
                name="message_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="delivered") | Q(delivered_at__isnull=False),
                name="message_delivered_has_its_time",
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
            models.Index(
                fields=["good_until_at"], condition=Q(status__in=["due", "sending"]), name="message_too_late"
            ),
            models.Index(
                fields=["to", "channel", "tried_on"],
                condition=Q(category="collection", tried_on__isnull=False),
                name="message_collection_of_day",
            ),
            # The office's list: what left the house or should have, by state and by category.
            models.Index(fields=["-id"], condition=~Q(channel="inbox"), name="message_outward"),
            models.Index(fields=["status", "-id"], condition=~Q(channel="inbox"), name="message_by_status"),
            models.Index(
                fields=["category", "-id"], condition=~Q(channel="inbox"), name="message_by_category"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reason(self) -> str:
        """Why it failed or was held back, in words where they are ours."""
        return str(self.REASONS.get(self.error, self.error))
