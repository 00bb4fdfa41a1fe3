"""What may be owed in all on one side of the book: written by risk through lending's service, read by every funding."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lending.models._constraints import is_a_choice


class LimitKind(models.TextChoices):
    BORROWER = "borrower", _("Borrower")
    GRADE = "grade", _("Grade")
    LINE = "line", _("Line of business")
    DEALER = "dealer", _("Dealer")
    REGION = "region", _("Region")
    TERM = "term", _("Term")


class ExposureLimit(models.Model):
    """A hard limit stops a listing and a payout, a soft one warns. The row also serialises what counts toward it."""

    Kind = LimitKind
    EVENT_NAME: ClassVar[str] = "limit"

    kind = models.CharField(max_length=10, choices=LimitKind)
    # A number of a customer or dealer, a grade, a line, a province's code, a number of instalments.
    key = models.CharField(max_length=24)
    limit_fen = models.BigIntegerField()
    is_hard = models.BooleanField()
    # A limit that was ended stays as a row that limits nothing.
    is_in_force = models.BooleanField(default=True)
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            is_a_choice("kind", LimitKind, "exposure_limit_kind_is_a_choice"),
            models.UniqueConstraint(fields=["kind", "key"], name="exposure_limit_once_for_a_side"),
            models.CheckConstraint(
                condition=Q(limit_fen__gte=0) & ~Q(key=""), name="exposure_limit_limits_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def number(self) -> str:
        """Say in events which limit it is."""
        return f"{self.kind}:{self.key}"
