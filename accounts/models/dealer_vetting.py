"""What the company finds out about a dealer and agrees with it: checks, risk's opinion, terms, the signed contract."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.dealer import Dealer
from accounts.states import StatefulModel


class DealerCheck(models.Model):
    """One item of the checklist, ticked by whom, when, and with what note."""

    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="checks")
    round = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    note = models.CharField(max_length=500)
    checked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dealer", "round", "code"], name="dealer_check_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.dealer_id}"


class DealerOpinion(models.Model):
    """What risk thinks of a dealer in one round, and the limits it proposes; the newest one counts."""

    class Recommendation(models.TextChoices):
        ADMIT = "admit", _("Admit")
        REJECT = "reject", _("Reject")

    number = models.CharField(max_length=24, unique=True)
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField()
    recommendation = models.CharField(max_length=8, choices=Recommendation)
    text = models.TextField()
    single_order_fen = models.BigIntegerField(null=True, blank=True)
    outstanding_fen = models.BigIntegerField(null=True, blank=True)
    daily_orders = models.PositiveIntegerField(null=True, blank=True)
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recommendation__in=["admit", "reject"]),
                name="dealer_opinion_recommendation_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(
                    recommendation="reject",
                    single_order_fen__isnull=True,
                    outstanding_fen__isnull=True,
                    daily_orders__isnull=True,
                )
                | Q(
                    recommendation="admit",
                    single_order_fen__gt=0,
                    outstanding_fen__gte=models.F("single_order_fen"),
                    daily_orders__gt=0,
                ),
                name="dealer_opinion_admits_with_limits",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DealerTerms(StatefulModel):
    """The limits and goods of a dealer from a day on; proposed first, then in force, then replaced by the next."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for approval")
        IN_FORCE = "in_force", _("In force")
        REPLACED = "replaced", _("Replaced")
        DROPPED = "dropped", _("Not approved")

    EVENT_NAME: ClassVar[str] = "dealer_terms"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "proposed": frozenset({"in_force", "dropped"}),
        "in_force": frozenset({"replaced"}),
    }

    number = models.CharField(max_length=24, unique=True)
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="terms")
    single_order_fen = models.BigIntegerField()
    outstanding_fen = models.BigIntegerField()
    daily_orders = models.PositiveIntegerField()
    categories = models.JSONField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    # Under which approval they came into force; none where limits were only cut.
    approval_number = models.CharField(max_length=24, blank=True, default="")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    valid_from_on = models.DateField(null=True, blank=True)
    valid_until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "in_force", "replaced", "dropped"]),
                name="dealer_terms_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(single_order_fen__gt=0, daily_orders__gt=0)
                & Q(outstanding_fen__gte=models.F("single_order_fen")),
                name="dealer_terms_are_limits",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "dropped"], valid_from_on__isnull=True)
                | Q(status__in=["in_force", "replaced"], valid_from_on__isnull=False),
                name="dealer_terms_in_force_are_dated",
            ),
            models.CheckConstraint(
                condition=Q(status="replaced", valid_until_on__isnull=False)
                | ~Q(status="replaced") & Q(valid_until_on__isnull=True),
                name="dealer_terms_replaced_have_an_end",
            ),
            models.UniqueConstraint(
                fields=["dealer"], condition=Q(status="proposed"), name="dealer_terms_one_proposal"
            ),
            models.UniqueConstraint(
                fields=["dealer"], condition=Q(status="in_force"), name="dealer_terms_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DealerContract(models.Model):
    """The contract as the owner read and signed it: its version, language and whole text, kept as it was."""

    number = models.CharField(max_length=24, unique=True)
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="contracts")
    version = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    signed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    signed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["dealer", "-id"], name="dealer_contract_of_dealer")]

    def __str__(self) -> str:
        return self.number
