"""What a deposit and a withdrawal have in common: an order given to the bank, whose answer may stay away."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel
from finance.failures import failure_text


class BankOrder(StatefulModel):
    """An order to the custodian bank. `unknown` means: asked for, never sent again."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        SENT = "sent", _("With the bank")
        CONFIRMED = "confirmed", _("Done")
        FAILED = "failed", _("Failed")
        UNKNOWN = "unknown", _("Asking the bank")
        RETURNED = "returned", _("Returned")
        RECALLED = "recalled", _("Recalled")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "requested": frozenset({"sent", "failed"}),
        "sent": frozenset({"confirmed", "failed", "unknown"}),
        "unknown": frozenset({"sent", "confirmed", "failed"}),
    }
    # The bank has it and has not said the last word.
    WITH_THE_BANK = ("sent", "unknown")
    IN_TRANSIT = ("requested", "sent", "unknown")

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    card = models.ForeignKey(
        "finance.BankCard", on_delete=models.PROTECT, related_name="%(class)ss", db_index=False
    )
    amount_fen = models.BigIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.REQUESTED)
    failure = models.CharField(max_length=40, blank=True, default="")
    requested_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    # When the bank answered the call itself: sent without an answer means that the call may have been lost.
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    asked_times = models.PositiveSmallIntegerField(default=0)
    next_ask_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def is_final(self) -> bool:
        return self.status not in self.IN_TRANSIT

    @property
    def failure_text(self) -> str:
        """Why it failed, in words for the customer."""
        return str(failure_text(self.failure))


def order_constraints(name: str, endings: list[str]) -> list[Any]:
    """Return the checks every order table carries: a status of the list, an amount, and dates where they must be."""
    q = models.Q
    return [
        models.CheckConstraint(condition=q(amount_fen__gt=0), name=f"{name}_moves_something"),
        models.CheckConstraint(
            condition=q(status__in=["requested", "sent", "unknown", "confirmed", "failed", *endings]),
            name=f"{name}_status_is_a_choice",
        ),
        models.CheckConstraint(
            condition=q(status="requested") | q(status="failed") | q(sent_at__isnull=False),
            name=f"{name}_sent_has_an_instant",
        ),
        models.CheckConstraint(
            condition=q(status__in=["requested", "sent", "unknown"], ended_at__isnull=True)
            | q(status__in=["confirmed", "failed", *endings], ended_at__isnull=False),
            name=f"{name}_ended_has_an_instant",
        ),
    ]


def order_indexes(name: str) -> list[models.Index]:
    """Return the indexes every order table carries: a person's list, and the two work lists of the sweep."""
    q = models.Q
    return [
        models.Index(fields=["user", "id"], name=f"{name}_of_user"),
        models.Index(fields=["id"], condition=q(status="requested"), name=f"{name}_to_send"),
        models.Index(
            fields=["next_ask_at"], condition=q(status__in=["sent", "unknown"]), name=f"{name}_to_ask"
        ),
    ]
