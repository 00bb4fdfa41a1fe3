"""What each closed day moved on each code of the chart: any-date figures add these up instead of all transfers."""

from django.db import models
from django.db.models import Q


class AccountDay(models.Model):
    """The totals of one code on one day, all slots and owners together; written once by the close, append-only.

    Adjusting entries come after their day was closed; they are few, and always read from the transfers themselves.
    """

    business_date = models.DateField()
    code = models.CharField(max_length=8)
    debits_fen = models.BigIntegerField()
    credits_fen = models.BigIntegerField()
    # How many times a transfer touched the code, so that a statement knows its length and where a page begins.
    sides = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_date", "code"], name="account_day_once"),
            models.CheckConstraint(
                condition=Q(debits_fen__gte=0, credits_fen__gte=0, sides__gt=0),
                name="account_day_moved_something",
            ),
        ]
        indexes = [models.Index(fields=["code", "business_date"], name="account_day_of_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.business_date}"
