"""A dealer's order: goods sold on instalments, from the quote to the last fen of the retention."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.states import StatefulModel
from lending.models._constraints import is_a_choice, known_in


class OrderStatus(models.TextChoices):
    QUOTED = "quoted", _("Quoted")
    CONFIRMED = "confirmed", _("Confirmed by the customer")
    APPROVED = "approved", _("Credit approved")
    FUNDED = "funded", pgettext_lazy("goods order", "Funded")
    SHIPPED = "shipped", _("Being delivered")
    DELIVERED = "delivered", _("Delivered, dealer paid")
    RELEASED = "released", _("Retention released")
    RETURN_ASKED = "return_asked", _("Return asked for")
    AWAITING_FUNDS = "awaiting_funds", _("Returned, awaiting dealer funds")
    RETURNED = "returned", pgettext_lazy("goods order", "Returned and refunded")
    CANCELLED = "cancelled", pgettext_lazy("goods order", "Cancelled")


# Accepted by the customer: there is a loan.
SOLD_STATES = ["delivered", "released", "return_asked", "awaiting_funds", "returned"]


class DownPaymentWay(models.TextChoices):
    WALLET = "wallet", _("From the customer's wallet")
    STORE = "store", _("In the store, against a receipt")


class CodePurpose(models.TextChoices):
    CONFIRM = "confirm", _("Confirms the order")
    RECEIPT = "receipt", _("Confirms the payment in the store")
    DELIVERY = "delivery", _("Accepts a piece")


class GoodsOrder(StatefulModel):
    """Price = down payment + financed amount; the down payment is never funded by investors."""

    Status = OrderStatus
    Way = DownPaymentWay

    EVENT_NAME: ClassVar[str] = "goods_order"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "quoted": frozenset({"confirmed", "cancelled"}),
        "confirmed": frozenset({"approved", "cancelled"}),
        "approved": frozenset({"funded", "cancelled"}),
        "funded": frozenset({"shipped", "cancelled"}),
        "shipped": frozenset({"delivered", "cancelled"}),
        "delivered": frozenset({"released", "return_asked"}),
        "released": frozenset({"return_asked"}),
        # The customer may keep the goods after all, until the dealer has them back.
        "return_asked": frozenset({"delivered", "released", "awaiting_funds", "returned"}),
        "awaiting_funds": frozenset({"returned"}),
    }
    # Not delivered and not over: such an order counts toward the dealer's limits with what it finances.
    PENDING: ClassVar[tuple[str, ...]] = ("quoted", "confirmed", "approved", "funded", "shipped")
    SOLD: ClassVar[list[str]] = SOLD_STATES

    number = models.CharField(max_length=24, unique=True)
    dealer = models.ForeignKey("accounts.Dealer", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    product_version = models.ForeignKey("lending.ProductVersion", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=16, choices=Status, default=Status.QUOTED)
    category = models.CharField(max_length=20)
    price_fen = models.BigIntegerField()
    down_payment_fen = models.BigIntegerField()
    financed_fen = models.BigIntegerField()
    periods = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=20)
    down_payment_way = models.CharField(max_length=8, choices=Way, default=Way.WALLET)

    made_at = models.DateTimeField()
    made_on = models.DateField()
    valid_until_on = models.DateField()  # the last day for the customer to confirm and apply
    # SHA-256 of the terms the customer's code confirmed.
    confirmed_hash = models.CharField(max_length=64, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    application = models.OneToOneField(
        "lending.Application", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    down_payment_hold = models.OneToOneField(
        "finance.Hold", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    receipt_number = models.CharField(max_length=40, blank=True, default="")
    down_paid_at = models.DateTimeField(null=True, blank=True)
    deliver_by_on = models.DateField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    loan = models.OneToOneField(
        "lending.Loan", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    merchant_fee_fen = models.BigIntegerField(default=0)
    retention_hold = models.OneToOneField(
        "finance.Hold", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The loan's whole interest, set aside at the delivery where the dealer pays it.
    subsidy_fen = models.BigIntegerField(default=0)
    return_asked_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=300, blank=True, default="")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    # What the customer got: the principal repaid and the down payment.
    refunded_fen = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", OrderStatus, "goods_order_status_is_a_choice"),
            is_a_choice("down_payment_way", DownPaymentWay, "goods_order_way_is_a_choice"),
            models.CheckConstraint(
                condition=Q(
                    price_fen=F("down_payment_fen") + F("financed_fen"),
                    down_payment_fen__gte=0,
                    financed_fen__gt=0,
                ),
                name="goods_order_price_is_paid_in_two_parts",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["quoted", "cancelled"])
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_hash="")),
                name="goods_order_confirmed_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["quoted", "confirmed", "cancelled"]) | Q(application__isnull=False),
                name="goods_order_approved_was_applied_for",
            ),
            known_in(
                "deliver_by_on",
                ["funded", "shipped", *SOLD_STATES],
                "goods_order_funded_has_a_term",
            ),
            known_in("shipped_at", ["shipped", *SOLD_STATES], "goods_order_shipped_has_a_time"),
            models.CheckConstraint(
                condition=~Q(status__in=SOLD_STATES)
                | Q(delivered_at__isnull=False, delivered_on__isnull=False, loan__isnull=False),
                name="goods_order_delivered_has_a_loan",
            ),
            known_in(
                "return_asked_at",
                ["return_asked", "awaiting_funds", "returned"],
                "goods_order_return_was_asked_for",
            ),
            known_in("taken_back_at", ["awaiting_funds", "returned"], "goods_order_back_was_taken_back"),
            known_in("returned_on", ["returned"], "goods_order_returned_has_a_date"),
            known_in("ended_at", ["cancelled"], "goods_order_cancelled_has_a_time"),
        ]
        indexes = [
            models.Index(fields=["dealer", "-id"], name="goods_order_of_dealer"),
            models.Index(fields=["customer", "-id"], name="goods_order_of_customer"),
            models.Index(fields=["status", "id"], name="goods_order_by_status"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_pending(self) -> bool:
        return self.status in self.PENDING

    @property
    def is_cancellable(self) -> bool:
        """Whether either side may still cancel: nothing was accepted yet."""
        return self.is_pending and not any(item.accepted_at for item in self.items.all())

    @property
    def is_down_paid(self) -> bool:
        return self.down_payment_fen == 0 or self.down_paid_at is not None

    @property
    def return_until_on(self) -> dt.date | None:
        """The last day on which the customer may ask for a return; none before the delivery."""
        if self.delivered_on is None:
            return None
        return self.delivered_on + dt.timedelta(days=self.product_version.return_days)


class GoodsItem(models.Model):
    """One piece of an order; pieces may be delivered one after the other."""

    order = models.ForeignKey(GoodsOrder, on_delete=models.PROTECT, related_name="items")
    n = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    serial = models.CharField(max_length=60, blank=True, default="")
    # Taken out of the order by a lower price; it is delivered no more.
    dropped_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    photo = models.ForeignKey(
        "accounts.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handed_over_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "n"], name="goods_item_once"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True)
                | Q(photo__isnull=False, handed_over_by__isnull=False, dropped_at__isnull=True)
                & ~Q(serial=""),
                name="goods_item_accepted_is_proved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.n}"

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be delivered."""
        return self.accepted_at is None and self.dropped_at is None


class GoodsCode(models.Model):
    """A code sent to the customer for one act on one order, bound to what the act says; the code itself is kept
    nowhere.
    """

    Purpose = CodePurpose

    order = models.ForeignKey(GoodsOrder, on_delete=models.PROTECT, related_name="codes")
    purpose = models.CharField(max_length=10, choices=Purpose)
    piece = models.PositiveSmallIntegerField(default=0)  # the n of the item a delivery is about
    payload_hash = models.CharField(max_length=64)
    handle = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [is_a_choice("purpose", CodePurpose, "goods_code_purpose_is_a_choice")]
        indexes = [models.Index(fields=["order", "purpose", "-id"], name="goods_code_of_order")]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.order_id}"
