"""A list of the back office as one colleague likes it: filter, order and columns under a name."""

from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    # The list it belongs to, "risk.cases".
    table = models.CharField(max_length=40)
    name = models.CharField(max_length=30)
    # As in the address, but nothing that was typed: a search may be for somebody's name.
    query = models.CharField(max_length=500)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "table", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.table}: {self.name}"
