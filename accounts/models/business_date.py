"""The one row that says which day the company's books are on."""

from django.db import models
from django.db.models import F, Q


class BusinessDate(models.Model):
    SINGLE_ID = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLE_ID)
    today_on = models.DateField()
    closed_through_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="business_date_is_single"),
            models.CheckConstraint(
                condition=Q(closed_through_on__isnull=True) | Q(closed_through_on__lt=F("today_on")),
                name="business_date_is_after_the_closed_days",
            ),
        ]

    def __str__(self) -> str:
        return self.today_on.isoformat()
