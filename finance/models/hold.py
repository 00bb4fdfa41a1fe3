"""Money of a wallet set aside for one purpose, until it is settled or released, once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel
from finance.models.ledger import Entry


class Hold(StatefulModel):
    class Status(models.TextChoices):
        HELD = "held", _("Held")
        SETTLED = "settled", _("Settled")
        RELEASED = "released", _("Released")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {"held": frozenset({"settled", "released"})}
    EVENT_NAME: ClassVar[str] = "hold"

    number = models.CharField(max_length=24, unique=True)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_fen = models.BigIntegerField()
    purpose = models.CharField(max_length=40)
    reference = models.CharField(max_length=60)
    status = models.CharField(max_length=10, choices=Status, default=Status.HELD)
    held_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    placed_entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="placed_holds")
    ended_entry = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="ended_holds"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="hold_holds_something"),
            models.CheckConstraint(
                condition=Q(status="held", ended_at__isnull=True, ended_entry__isnull=True)
                | Q(status__in=["settled", "released"], ended_at__isnull=False, ended_entry__isnull=False),
                name="hold_ends_with_an_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "id"], name="hold_of_owner"),
            models.Index(fields=["owner"], condition=Q(status="held"), name="hold_open_of_owner"),
            models.Index(fields=["reference"], name="hold_of_reference"),
        ]

    def __str__(self) -> str:
        return self.number
