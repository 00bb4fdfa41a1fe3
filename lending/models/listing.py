"""A loan wanted, open to investors in the market."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in
from lending.models.product import Grade


class ListingStatus(models.TextChoices):
    OPEN = "open", _("Open for bids")
    FULL = "full", _("Fully funded")
    CLOSED = "closed", _("Paid out")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")


class Listing(StatefulModel):
    Status = ListingStatus

    EVENT_NAME: ClassVar[str] = "listing"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"full", "expired", "cancelled"}),
        "full": frozenset({"closed", "cancelled"}),
    }

    number = models.CharField(max_length=24, unique=True)
    application = models.OneToOneField("lending.Application", on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    product_version = models.ForeignKey("lending.ProductVersion", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    amount_fen = models.BigIntegerField()
    bid_fen = models.BigIntegerField(default=0)
    bid_count = models.PositiveIntegerField(default=0)
    rate_ppm = models.PositiveIntegerField()
    grade = models.CharField(max_length=2, choices=Grade)
    periods = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    # The province of the borrower's identity number, which limits count by; not shown in the market.
    region = models.CharField(max_length=2, blank=True, default="")
    # What was disclosed when it opened (disclosure.loan): plain values, nobody's name or number.
    disclosure = models.JSONField()

    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    closes_on = models.DateField()  # the last day for bids
    full_at = models.DateTimeField(null=True, blank=True)
    full_on = models.DateField(null=True, blank=True)
    disburse_by_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", ListingStatus, "listing_status_is_a_choice"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="listing_wants_something"),
            models.CheckConstraint(
                condition=Q(bid_fen__gte=0, bid_fen__lte=F("amount_fen")), name="listing_never_too_much"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["full", "closed"])
                | Q(
                    bid_fen=F("amount_fen"),
                    full_at__isnull=False,
                    full_on__isnull=False,
                    disburse_by_on__isnull=False,
                ),
                name="listing_full_is_full",
            ),
            # The last bid closes the listing in its own transaction: nothing is ever open and full.
            models.CheckConstraint(
                condition=~Q(status="open") | Q(bid_fen__lt=F("amount_fen")), name="listing_open_has_room"
            ),
            known_in("ended_at", ["closed", "expired", "cancelled"], "listing_ended_has_a_time"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opened_on")), name="listing_closes_after_it_opens"
            ),
        ]
        indexes = [
            models.Index(fields=["closes_on", "id"], condition=Q(status="open"), name="listing_open_by_end"),
            models.Index(fields=["disburse_by_on"], condition=Q(status="full"), name="listing_full_by_end"),
            models.Index(fields=["borrower", "id"], name="listing_of_borrower"),
            models.Index(fields=["status", "id"], name="listing_by_status"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def remaining_fen(self) -> int:
        return self.amount_fen - self.bid_fen

    @property
    def funded_ppm(self) -> int:
        return self.bid_fen * 1_000_000 // self.amount_fen

    def takes_bids_on(self, day: dt.date) -> bool:
        """Say whether a bid is taken on that business day."""
        return self.status == self.Status.OPEN and day <= self.closes_on
