"""An investor's share in the funding of a listing, held in the wallet until the loan is paid out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in


class BidStatus(models.TextChoices):
    HELD = "held", _("Held")
    SETTLED = "settled", _("Lent out")
    RELEASED = "released", _("Released")


class Bid(StatefulModel):
    Status = BidStatus

    EVENT_NAME: ClassVar[str] = "bid"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"held": frozenset({"settled", "released"})}

    number = models.CharField(max_length=24, unique=True)
    listing = models.ForeignKey("lending.Listing", on_delete=models.PROTECT, related_name="bids")
    investor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.HELD)
    # The rule of automatic investing that placed it; nothing where the investor did.
    auto_rule = models.ForeignKey(
        "lending.AutoInvestRule", null=True, blank=True, on_delete=models.PROTECT, related_name="bids"
    )
    hold = models.OneToOneField("finance.Hold", on_delete=models.PROTECT, related_name="+")
    # The investor's type at the time, and when the risk notice was confirmed (suitability, risk.popup).
    suitability_type = models.CharField(max_length=4)
    risk_notice_at = models.DateTimeField()
    placed_at = models.DateTimeField()
    placed_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", BidStatus, "bid_status_is_a_choice"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="bid_offers_something"),
            known_in("ended_at", ["settled", "released"], "bid_ended_has_a_time"),
            # A rule bids on a listing once; what was taken back stays taken back.
            models.UniqueConstraint(fields=["auto_rule", "listing"], name="bid_once_by_rule"),
        ]
        indexes = [
            models.Index(fields=["investor", "-id"], name="bid_of_investor"),
            models.Index(fields=["listing", "status", "id"], name="bid_of_listing"),
        ]

    def __str__(self) -> str:
        return self.number
