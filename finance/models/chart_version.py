"""The chart of accounts as it was published: names, kinds and statement lines, version by version."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.states import StatefulModel
from finance.models.ledger import LedgerAccount


class ChartVersion(StatefulModel):
    """Asked for by one person, published by another; reports of a day are drawn by the version in force on it."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Waits for approval")
        PUBLISHED = "published", pgettext_lazy("chart of accounts", "Published")
        DROPPED = "dropped", pgettext_lazy("chart of accounts", "Not approved")

    EVENT_NAME: ClassVar[str] = "chart_version"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"planned": frozenset({"published", "dropped"})}

    number = models.CharField(max_length=24, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    reason = models.CharField(max_length=300)
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    published_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "published", "dropped"]),
                name="chart_version_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status="planned", ended_at__isnull=True)
                | Q(status__in=["published", "dropped"], ended_at__isnull=False),
                name="chart_version_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="published", published_on__isnull=False)
                | (~Q(status="published") & Q(published_on__isnull=True)),
                name="chart_version_published_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="planned"), name="chart_version_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ChartLine(models.Model):
    """One account of a version; an empty name leaves the built-in one."""

    version = models.ForeignKey(ChartVersion, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=8)
    name_en = models.CharField(max_length=60, blank=True, default="")
    name_zh = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=10, choices=LedgerAccount.Kind)
    book = models.CharField(max_length=12)
    line = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="chart_line_once_a_version"),
            models.CheckConstraint(
                condition=Q(kind__in=["asset", "liability", "equity", "income", "cost"]),
                name="chart_line_kind_is_a_choice",
            ),
        ]

    def __str__(self) -> str:
        return self.code
