"""Automatic investing: what an investor authorised, and what became of every listing it was asked about."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.states import StatefulModel
from lending.domain.auto_invest import Wishes
from lending.models._constraints import is_a_choice, known_in


class AutoRuleStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class AutoInvestRule(StatefulModel):
    """One scoped authorisation (RULES auto.consent). Its scope never changes: another scope is another rule."""

    Status = AutoRuleStatus

    EVENT_NAME: ClassVar[str] = "auto_rule"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "active": frozenset({"paused", "ended"}),
        "paused": frozenset({"active", "ended"}),
    }

    number = models.CharField(max_length=24, unique=True)
    investor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=AutoRuleStatus, default=AutoRuleStatus.ACTIVE)
    grades = models.JSONField()
    lines = models.JSONField()
    periods_min = models.PositiveSmallIntegerField()
    periods_max = models.PositiveSmallIntegerField()
    rate_min_ppm = models.PositiveIntegerField()
    per_loan_fen = models.BigIntegerField()
    per_borrower_fen = models.BigIntegerField()
    keep_fen = models.BigIntegerField(default=0)
    total_fen = models.BigIntegerField()
    expires_on = models.DateField()
    # Numbers of the dealers whose goods are wanted, none for all; and the most on one dealer's goods, 0 for no limit.
    dealers = models.JSONField(default=list)
    per_dealer_fen = models.BigIntegerField(default=0)

    # The authorisation: which text, over which scope, with the risk notice shown from when, given when.
    consent_version = models.CharField(max_length=20)
    scope_hash = models.CharField(max_length=64)
    risk_notice_at = models.DateTimeField()
    consented_at = models.DateTimeField()
    # Whoever has waited longest since the last lot comes first.
    queued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            is_a_choice("status", AutoRuleStatus, "auto_rule_status_is_a_choice"),
            known_in("ended_at", ["ended"], "auto_rule_ended_has_a_time"),
            models.CheckConstraint(
                condition=Q(
                    per_loan_fen__gt=0,
                    per_borrower_fen__gte=F("per_loan_fen"),
                    total_fen__gte=F("per_loan_fen"),
                    keep_fen__gte=0,
                    per_dealer_fen__gte=0,
                    periods_min__gt=0,
                    periods_max__gte=F("periods_min"),
                ),
                name="auto_rule_scope_makes_sense",
            ),
        ]
        indexes = [
            models.Index(fields=["queued_at", "id"], condition=Q(status="active"), name="auto_rule_queue"),
            models.Index(fields=["investor", "-id"], name="auto_rule_of_investor"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def wishes(self) -> Wishes:
        return Wishes(
            grades=frozenset(self.grades),
            lines=frozenset(self.lines),
            periods_min=self.periods_min,
            periods_max=self.periods_max,
            rate_min_ppm=self.rate_min_ppm,
            per_loan_fen=self.per_loan_fen,
            per_borrower_fen=self.per_borrower_fen,
            keep_fen=self.keep_fen,
            total_fen=self.total_fen,
            expires_on=self.expires_on,
            dealers=frozenset(self.dealers),
            per_dealer_fen=self.per_dealer_fen,
        )


class AutoOutcome(models.TextChoices):
    BID = "bid", _("Bid placed")
    LEFT_OUT = "left_out", _("Left out")
    REFUSED = "refused", _("Refused")


class AutoInvestDecision(models.Model):
    """What a rule did with a listing, and why: one row for each answer that differs from those before."""

    Outcome = AutoOutcome

    rule = models.ForeignKey(AutoInvestRule, on_delete=models.PROTECT, related_name="decisions")
    listing = models.ForeignKey("lending.Listing", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=AutoOutcome)
    # [{"code": …, "asked": …, "found": …}, …]: what stood in the way.
    reasons = models.JSONField(default=list)
    codes = models.CharField(max_length=200)
    bid = models.OneToOneField(
        "lending.Bid", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            is_a_choice("outcome", AutoOutcome, "auto_decision_outcome_is_a_choice"),
            models.UniqueConstraint(
                fields=["rule", "listing", "outcome", "codes"], name="auto_decision_said_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="bid", bid__isnull=False) | (~Q(outcome="bid") & Q(bid__isnull=True)),
                name="auto_decision_bid_has_a_bid",
            ),
        ]
        indexes = [models.Index(fields=["rule", "-id"], name="auto_decision_of_rule")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.listing_id} {self.outcome}"
