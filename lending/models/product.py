"""What can be borrowed: a product, and its versions, which never change once they are published."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lending.models._constraints import is_a_choice


class Grade(models.TextChoices):
    A = "A", _("A")
    B = "B", _("B")
    C = "C", _("C")
    D = "D", _("D")


class ProductLine(models.TextChoices):
    CASH = "cash", _("General consumption")
    GOODS = "goods", _("Durable goods")


class Product(models.Model):
    Line = ProductLine

    code = models.SlugField(max_length=40, unique=True)
    line = models.CharField(max_length=10, choices=Line, default=Line.CASH)
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [is_a_choice("line", ProductLine, "product_line_is_a_choice")]

    def __str__(self) -> str:
        return self.code


class ProductVersion(models.Model):
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    name_en = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80)
    summary_en = models.CharField(max_length=300)
    summary_zh = models.CharField(max_length=300)

    amount_min_fen = models.BigIntegerField()
    amount_max_fen = models.BigIntegerField()
    amount_step_fen = models.BigIntegerField()
    term_choices = models.JSONField()  # numbers of periods, such as [3, 6, 12]
    methods = models.JSONField()  # names of lending.domain.terms.Method
    rates_ppm = models.JSONField()  # a year, by grade: {"A": 72000, …}
    term_premiums_ppm = models.JSONField(default=dict)  # a year on top, by periods: {"24": 3000}
    purposes_excluded = models.JSONField(default=list)  # codes of Application.Purpose
    age_min = models.PositiveSmallIntegerField(default=18)
    age_max_at_end = models.PositiveSmallIntegerField(default=65)
    employments = models.JSONField(default=list)  # codes of BorrowerProfile.Employment, empty for all of them
    is_for_known_only = models.BooleanField(default=False)  # for who has repaid a loan here
    papers_needed = models.JSONField(
        default=list
    )  # codes of ApplicationPaper.Kind, sent in with an application

    period_unit = models.CharField(max_length=8, default="month")
    period_every = models.PositiveSmallIntegerField(default=1)
    day_count = models.CharField(max_length=8, default="30/360")
    rounding = models.CharField(max_length=10, default="half_up")
    instalment_rounding = models.CharField(max_length=10, blank=True, default="")
    level_last = models.BooleanField(default=False)
    principal_grace_periods = models.PositiveSmallIntegerField(default=0)
    down_payment_ppm = models.PositiveIntegerField(default=0)
    instalment_multiple_fen = models.BigIntegerField(default=1)
    monthly_fee_ppm = models.PositiveIntegerField(default=0)
    monthly_fee_fen = models.BigIntegerField(default=0)

    early_fee_ppm = models.PositiveIntegerField(default=0)  # of the principal repaid before its due date
    grace_days = models.PositiveSmallIntegerField(default=3)
    overdue_rate_ppm = models.PositiveIntegerField()  # a year, in place of the contract rate
    # The most that an instalment's overdue interest comes to, of its principal; 0 for no limit but the legal one.
    overdue_most_ppm = models.PositiveIntegerField(default=0)
    cooling_days = models.PositiveSmallIntegerField(default=0)  # where they are more than the rule's
    allocation = models.JSONField()  # order within one instalment, such as ["interest", "principal", …]

    bid_min_fen = models.BigIntegerField(default=100_00)
    bid_step_fen = models.BigIntegerField(default=100_00)
    funding_days = models.PositiveSmallIntegerField(default=20)  # working days
    disburse_days = models.PositiveSmallIntegerField(default=3)  # working days after full
    offer_days = models.PositiveSmallIntegerField(default=15)  # calendar days an offer stands

    # Goods only: what a dealer's order under this version has to keep to.
    down_payment_min_ppm = models.PositiveIntegerField(default=0)  # of the price
    delivery_days = models.PositiveSmallIntegerField(default=10)  # working days after full
    return_days = models.PositiveSmallIntegerField(default=7)  # calendar days after delivery
    merchant_fee_ppm = models.PositiveIntegerField(default=0)  # of the amount financed, paid by the dealer
    retention_ppm = models.PositiveIntegerField(
        default=0
    )  # of the amount financed, kept back from the dealer
    retention_periods = models.PositiveSmallIntegerField(default=0)  # instalments paid before it is released
    # The dealer sets the interest aside at the delivery and pays it; the customer owes the principal and any fee.
    is_interest_paid_by_dealer = models.BooleanField(default=False)

    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "version"], name="product_version_once"),
            models.CheckConstraint(
                condition=Q(amount_min_fen__gt=0)
                & Q(amount_max_fen__gte=F("amount_min_fen"))
                & Q(amount_step_fen__gt=0),
                name="product_version_amounts_make_sense",
            ),
            models.CheckConstraint(
                condition=Q(bid_min_fen__gt=0) & Q(bid_step_fen__gt=0),
                name="product_version_bids_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise ValidationError(_("A published version never changes: publish a new one."))
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en

    @property
    def summary(self) -> str:
        return self.summary_zh if (get_language() or "").startswith("zh") else self.summary_en
