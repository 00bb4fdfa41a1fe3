"""Seals over the event log: which events, in which order, with which contents; and where the log ends."""

from django.db import models
from django.db.models import F, Q


class EventSeal(models.Model):
    """One batch of events closed for ever; each seal holds the hash of the one before."""

    number = models.BigIntegerField(unique=True)
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    # The highest event id up to here: where the sealer begins to look for what was committed late.
    highest_event_id = models.BigIntegerField()
    # The newest instant an event up to here carries, by which an older one that turns up later is known.
    newest_event_at = models.DateTimeField()
    head = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    # Made inside a simulated day, whose instants are no witness of the calendar's.
    is_simulated = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gt=0, first_position__gt=0, last_position__gte=F("first_position")),
                name="event_seal_holds_something",
            )
        ]
        indexes = [models.Index(fields=["sealed_at"], name="event_seal_by_time")]

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealedEvent(models.Model):
    """An event's place in the chain. Events commit out of the order of their ids, so membership is a row of its own."""

    event = models.OneToOneField("accounts.Event", on_delete=models.PROTECT, related_name="+")
    seal = models.ForeignKey(EventSeal, on_delete=models.PROTECT, related_name="+")
    position = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"event {self.event_id} at {self.position}"


class EventLogHead(models.Model):
    """The one row that says how far the log is sealed, so that a cut tail is missed; sealers also queue on it."""

    SINGLE_ID = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLE_ID)
    seal_number = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64)
    seal_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="event_log_head_is_single")]

    def __str__(self) -> str:
        return f"seal {self.seal_number}, position {self.position}"
