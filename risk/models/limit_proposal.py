"""A limit on a side of the book, asked for by one person and put in force by another."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.states import StatefulModel
from lending.models import ExposureLimit


class LimitProposal(StatefulModel):
    """What lending reads is a row of its own; this is how it came about, and stays."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Waits for approval")
        DONE = "done", pgettext_lazy("limit", "Put in force")
        DROPPED = "dropped", pgettext_lazy("limit", "Not approved")

    EVENT_NAME: ClassVar[str] = "limit_proposal"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"planned": frozenset({"done", "dropped"})}

    number = models.CharField(max_length=24, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    kind = models.CharField(max_length=10, choices=ExposureLimit.Kind)
    key = models.CharField(max_length=24)
    limit_fen = models.BigIntegerField()
    is_hard = models.BooleanField()
    # The limit is to be ended, its amount stays as it was.
    ends = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    # What its maker saw, in fen: the limit until then (None where none was in force) and what was used of the side.
    seen = models.JSONField(default=dict, blank=True)
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "done", "dropped"]),
                name="limit_proposal_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status="planned", ended_at__isnull=True)
                | Q(status__in=["done", "dropped"], ended_at__isnull=False),
                name="limit_proposal_ended_has_a_time",
            ),
            models.CheckConstraint(condition=Q(limit_fen__gte=0), name="limit_proposal_not_negative"),
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(status="planned"),
                name="limit_proposal_one_waits_for_a_side",
            ),
        ]

    def __str__(self) -> str:
        return self.number
