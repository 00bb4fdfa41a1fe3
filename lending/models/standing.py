"""What risk thinks of a borrower: written by risk through lending's service, read by every check here."""

from django.db import models
from django.db.models import Q

from lending.models.product import Grade


class BorrowerStanding(models.Model):
    """One row a borrower, made with the first application; without a grade it carries no credit.

    The row is also what serialises everything that counts toward a borrower's limits.
    """

    borrower = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=2, choices=Grade, blank=True, default="")
    limit_fen = models.BigIntegerField(default=0)
    valid_until_on = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(limit_fen__gte=0), name="standing_limit_not_negative"),
            models.CheckConstraint(
                condition=Q(grade="", limit_fen=0)
                | Q(grade__in=Grade.values, valid_until_on__isnull=False, set_at__isnull=False),
                name="standing_graded_has_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"standing of {self.borrower_id}"
