"""Months of the books, and what is posted by hand around their ends: adjustments, the opening, the year end."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.states import StatefulModel


class BookPeriod(StatefulModel):
    """A month that was closed once; one without a row is open. Hard closed is for good, by a trigger too."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("period of the books", "Open")
        SOFT = "soft", _("Soft closed")
        HARD = "hard", _("Hard closed")

    EVENT_NAME: ClassVar[str] = "book_period"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"soft"}),
        "soft": frozenset({"open", "hard"}),
    }

    # The first day of the month.
    month_on = models.DateField(unique=True)
    status = models.CharField(max_length=4, choices=Status, default=Status.OPEN)
    soft_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    soft_at = models.DateTimeField(null=True, blank=True)
    hard_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hard_at = models.DateTimeField(null=True, blank=True)
    # Why it was opened again, the last time it was.
    reopened_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "soft", "hard"]), name="book_period_status_is_a_choice"
            ),
            models.CheckConstraint(
                condition=~Q(status="soft") | Q(soft_by__isnull=False, soft_at__isnull=False),
                name="book_period_soft_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(status="hard") | Q(hard_by__isnull=False, hard_at__isnull=False),
                name="book_period_hard_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The month as it stands in addresses: 2026-11."""
        return f"{self.month_on:%Y-%m}"


class Adjustment(models.Model):
    """Why an entry was dated on a day that had ended; append-only."""

    entry = models.OneToOneField("finance.Entry", on_delete=models.PROTECT, related_name="adjustment")
    reason = models.CharField(max_length=300)
    posted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    # The month was soft closed at that time.
    is_after_soft_close = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.entry_id}"


class BooksProposal(StatefulModel):
    """What one person asks to be posted by hand and another lets be posted."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Waits for approval")
        POSTED = "posted", pgettext_lazy("entry", "Posted")
        DROPPED = "dropped", pgettext_lazy("entry", "Not posted")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {"planned": frozenset({"posted", "dropped"})}

    number = models.CharField(max_length=24, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    reason = models.CharField(max_length=300)
    # By code, fen on the account's normal side.
    amounts = models.JSONField()
    planned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    approval_number = models.CharField(max_length=24, blank=True, default="")
    entry = models.ForeignKey(
        "finance.Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "posted", "dropped"]),
                name="%(class)s_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status="planned", ended_at__isnull=True)
                | Q(status__in=["posted", "dropped"], ended_at__isnull=False),
                name="%(class)s_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="posted", entry__isnull=False)
                | (~Q(status="posted") & Q(entry__isnull=True)),
                name="%(class)s_posted_has_an_entry",
            ),
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="planned"), name="%(class)s_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OpeningBalance(BooksProposal):
    """With what the company's own book begins."""

    EVENT_NAME: ClassVar[str] = "opening_balance"

    opens_on = models.DateField()


class YearEnd(BooksProposal):
    """The result of a year carried from income and cost to equity."""

    EVENT_NAME: ClassVar[str] = "year_end"

    year = models.PositiveSmallIntegerField()
