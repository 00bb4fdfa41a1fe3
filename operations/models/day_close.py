"""The close of one business day, its steps with their progress marks, and the rows set aside for a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel


class DayClose(StatefulModel):
    class Status(models.TextChoices):
        RUNNING = "running", _("Running")
        CLOSED = "closed", _("Closed")

    EVENT_NAME = "day"
    MOVES = {"running": frozenset({"closed"})}

    business_date = models.DateField(unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    lease = models.CharField(max_length=40)
    heartbeat_at = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    # How far the event log was sealed when the day closed: an anchor outside of the log's own tables.
    seal_number = models.BigIntegerField(default=0)
    seal_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["running", "closed"]), name="day_close_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=Q(status="running") | Q(finished_at__isnull=False),
                name="day_close_closed_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.business_date.isoformat()

    @property
    def number(self) -> str:
        return self.business_date.isoformat()


class CloseStepRun(models.Model):
    close = models.ForeignKey(DayClose, on_delete=models.PROTECT, related_name="step_runs")
    step = models.CharField(max_length=40)
    # The progress mark: every row up to this id is done.
    done_through_id = models.BigIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["close", "step"], name="close_step_once_a_day")]

    def __str__(self) -> str:
        return f"{self.step} of {self.close_id}"


class SetAsideRow(models.Model):
    run = models.ForeignKey(CloseStepRun, on_delete=models.PROTECT, related_name="set_aside")
    row_id = models.BigIntegerField()
    error = models.TextField()
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], condition=Q(resolved_at__isnull=True), name="set_aside_open")]

    def __str__(self) -> str:
        return f"row {self.row_id}"
