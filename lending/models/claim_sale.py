"""Claims for sale: what a holder offers, and each sale, which moves principal from one claim to a new one."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in


class ClaimOfferStatus(models.TextChoices):
    OPEN = "open", _("On the market")
    SOLD = "sold", _("Sold")
    WITHDRAWN = "withdrawn", _("Taken back")
    EXPIRED = "expired", _("Expired")


class ClaimOffer(StatefulModel):
    """A claim or a part of it for sale at one price; several buyers may share it."""

    Status = ClaimOfferStatus

    EVENT_NAME: ClassVar[str] = "claim_offer"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {"open": frozenset({"sold", "withdrawn", "expired"})}

    number = models.CharField(max_length=24, unique=True)
    claim = models.ForeignKey("lending.Claim", on_delete=models.PROTECT, related_name="offers")
    # The claim's own, here so that the market and a payment find a loan's offers at once.
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    amount_fen = models.BigIntegerField()  # principal on offer
    sold_fen = models.BigIntegerField(default=0)  # of it, sold
    price_ppm = models.PositiveIntegerField()  # of the principal; 1,000,000 is par
    # The seller's fee on the price: the tier that held when the offer was made.
    fee_ppm = models.PositiveIntegerField()
    put_up_on = models.DateField()
    put_up_at = models.DateTimeField()
    # The last day of the offer, always before the loan's next due date: what is offered does not change under it.
    until_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", ClaimOfferStatus, "claim_offer_status_is_a_choice"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, price_ppm__gt=0), name="claim_offer_of_something"
            ),
            models.CheckConstraint(
                condition=Q(sold_fen__gte=0, sold_fen__lte=F("amount_fen")), name="claim_offer_sold_once"
            ),
            models.CheckConstraint(
                condition=Q(status="sold", sold_fen=F("amount_fen"))
                | ~Q(status="sold") & Q(sold_fen__lt=F("amount_fen")),
                name="claim_offer_sold_is_sold_out",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("put_up_on")), name="claim_offer_ends_after_start"
            ),
            known_in("ended_at", ["sold", "withdrawn", "expired"], "claim_offer_ended_has_a_time"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(status="open"), name="claim_offer_one_open_for_a_claim"
            ),
        ]
        indexes = [
            models.Index(fields=["seller", "-id"], name="claim_offer_of_seller"),
            models.Index(fields=["loan"], condition=Q(status="open"), name="claim_offer_open_of_loan"),
            models.Index(fields=["status", "-id"], name="claim_offer_by_status"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def left_fen(self) -> int:
        return self.amount_fen - self.sold_fen


class ClaimSale(models.Model):
    """Principal of one claim that became another investor's claim, and what was paid for it; rows are only added."""

    number = models.CharField(max_length=24, unique=True)
    offer = models.ForeignKey(ClaimOffer, on_delete=models.PROTECT, related_name="sales")
    loan = models.ForeignKey("lending.Loan", on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey("lending.Claim", on_delete=models.PROTECT, related_name="sales")
    bought_claim = models.OneToOneField("lending.Claim", on_delete=models.PROTECT, related_name="bought_by")
    seller = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    principal_fen = models.BigIntegerField()
    price_fen = models.BigIntegerField()
    accrued_fen = models.BigIntegerField()
    # What the seller bears: the fee of the sale, and service fee and tax on the accrued interest.
    fee_fen = models.BigIntegerField(default=0)
    interest_fee_fen = models.BigIntegerField(default=0)
    interest_tax_fen = models.BigIntegerField(default=0)
    # Principal that had come to the seller since the running period began and counts as the buyer's when the period's
    # interest is shared out.
    earlier_fen = models.BigIntegerField(default=0)
    fair_value_fen = models.BigIntegerField()
    # Under which text, at which investor type, with the risk notice shown from when.
    terms_version = models.CharField(max_length=20)
    suitability_type = models.CharField(max_length=4)
    risk_notice_at = models.DateTimeField()
    traded_on = models.DateField()
    traded_at = models.DateTimeField()
    entry = models.ForeignKey("finance.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_fen__gt=0, price_fen__gt=0)
                & Q(accrued_fen__gte=0, fee_fen__gte=0, earlier_fen__gte=0)
                & Q(interest_fee_fen__gte=0, interest_tax_fen__gte=0),
                name="claim_sale_of_something",
            ),
            models.CheckConstraint(condition=~Q(seller=F("buyer")), name="claim_sale_between_two"),
        ]
        indexes = [
            models.Index(fields=["seller", "-id"], name="claim_sale_of_seller"),
            models.Index(fields=["buyer", "-id"], name="claim_sale_of_buyer"),
            models.Index(fields=["loan", "traded_on"], name="claim_sale_of_loan"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def paid_fen(self) -> int:
        """What the buyer paid."""
        return self.price_fen + self.accrued_fen

    @property
    def costs_fen(self) -> int:
        return self.fee_fen + self.interest_fee_fen + self.interest_tax_fen

    @property
    def proceeds_fen(self) -> int:
        """What the seller kept."""
        return self.paid_fen - self.costs_fen
