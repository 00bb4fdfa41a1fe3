"""The private address under which a customer's calendar program reads the days that count."""

from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """One address; the token itself is shown once and only its index is kept."""

    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    # A calendar program sends no language.
    language = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    # How often it was read since the hour began (calendar.feed).
    hour_began_at = models.DateTimeField(null=True, blank=True)
    reads_in_hour = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(ended_at__isnull=True), name="calendar_feed_one_an_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.owner_id}"
