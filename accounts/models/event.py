"""What happened: at once history, audit trail and message to the floors above."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject_number = models.CharField(max_length=40, blank=True, default="")
    actor = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    business_on = models.DateField()
    request_id = models.CharField(max_length=40, blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_of_subject"),
            models.Index(fields=["kind", "id"], name="event_of_kind"),
            models.Index(fields=["request_id"], condition=~Q(request_id=""), name="event_of_request"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_number}"


class EventDelivery(models.Model):
    class Status(models.TextChoices):
        DUE = "due", _("Due")
        DONE = "done", _("Done")
        PARKED = "parked", _("Parked")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    consumer = models.CharField(max_length=60)
    # Deliveries of one object keep their order for each consumer: "loan:42".
    subject_key = models.CharField(max_length=60)
    status = models.CharField(max_length=10, choices=Status, default=Status.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="event_delivery_once"),
            models.CheckConstraint(
                condition=Q(status__in=["due", "done", "parked"]), name="event_delivery_status_is_a_choice"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(status="due"), name="event_delivery_due"),
            models.Index(
                fields=["consumer", "subject_key", "id"],
                condition=~Q(status="done"),
                name="event_delivery_open_of_object",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.event_id}"
