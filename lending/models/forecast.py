"""Forecasts of receipts as they were made, kept so that they can be held against what came."""

from django.db import models
from django.db.models import Q


class ForecastMonth(models.Model):
    """One month of the forecast that was made for a holder at the end of a day; rows are only added."""

    holder = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_on = models.DateField()
    month_on = models.DateField()  # its first day
    principal_fen = models.BigIntegerField()
    interest_fen = models.BigIntegerField()
    # By the probabilities of the rule that held on the day.
    weighted_fen = models.BigIntegerField()
    rule_valid_from_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder", "made_on", "month_on"], name="forecast_month_once"),
            models.CheckConstraint(
                condition=Q(principal_fen__gte=0, interest_fen__gte=0, weighted_fen__gte=0),
                name="forecast_month_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month_on:%Y-%m} as of {self.made_on}"

    @property
    def contracted_fen(self) -> int:
        return self.principal_fen + self.interest_fen
