"""The ledger: accounts that only add up, entries and transfers that are only added.

The tables of entries and transfers are append-only by database triggers (`accounts.append_only`): a mistake is
corrected by a reversing entry. Rows are written by `finance.services.post_entries` alone.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

WALLET_CODES = ("2001", "2002")
YEAR_END = "adjustment.year_end"
# Entries of the company's own book that are dated on a day after it was closed, as long as their month is not.
ADJUSTING_KINDS = ("adjustment.opening", "adjustment.posted", YEAR_END)


class LedgerAccount(models.Model):
    """A place where money is. Both totals only grow; the balance is their difference on the kind's normal side.

    A wallet has an owner and one row. A house account has none and is kept in slots, added up on reading, so that
    two workers do not wait for each other at one row.
    """

    class Kind(models.TextChoices):
        ASSET = "asset", _("Asset")
        LIABILITY = "liability", _("Liability")
        EQUITY = "equity", _("Equity")
        INCOME = "income", _("Income")
        COST = "cost", _("Cost")

    code = models.CharField(max_length=8)
    slot = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    debits_fen = models.BigIntegerField(default=0)
    credits_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "slot"],
                condition=Q(owner__isnull=True),
                name="ledger_account_once_for_the_house",
            ),
            models.UniqueConstraint(
                fields=["code", "owner"],
                condition=Q(owner__isnull=False),
                name="ledger_account_once_an_owner",
            ),
            models.CheckConstraint(
                condition=~Q(code__in=WALLET_CODES) | Q(credits_fen__gte=F("debits_fen")),
                name="ledger_account_wallet_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(code__in=WALLET_CODES, owner__isnull=False, slot=0)
                | (~Q(code__in=WALLET_CODES) & Q(owner__isnull=True)),
                name="ledger_account_wallets_have_owners",
            ),
            models.CheckConstraint(
                condition=Q(debits_fen__gte=0, credits_fen__gte=0), name="ledger_account_totals_only_grow"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["asset", "liability", "equity", "income", "cost"]),
                name="ledger_account_kind_is_a_choice",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def balance_fen(self) -> int:
        """The balance on the normal side of the account's kind."""
        debit_side = self.kind in (self.Kind.ASSET, self.Kind.COST)
        return (self.debits_fen - self.credits_fen) if debit_side else (self.credits_fen - self.debits_fen)


class Entry(models.Model):
    """One business happening in the books, made of transfers that each balance by themselves."""

    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=60)
    business_date = models.DateField()
    value_on = models.DateField()
    posted_at = models.DateTimeField()
    idempotency_key = models.CharField(max_length=160)
    input_hash = models.CharField(max_length=64)
    reverses = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversals", db_index=False
    )
    posted_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["idempotency_key"], name="entry_once_a_key"),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="entry_reversed_at_most_once"
            ),
        ]
        indexes = [
            models.Index(fields=["reference", "id"], name="entry_of_reference"),
            models.Index(fields=["business_date", "id"], name="entry_of_day"),
            models.Index(
                fields=["business_date"], condition=Q(kind__in=ADJUSTING_KINDS), name="entry_adjusting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def number(self) -> str:
        """The journal number people see: the business date and a running number."""
        return f"JE{self.business_date:%Y%m%d}{self.pk:08d}"


class Transfer(models.Model):
    """An amount taken from one account (debit) and given to one account (credit)."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="transfers")
    debit = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    credit = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_fen = models.BigIntegerField()
    purpose = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="transfer_moves_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_goes_elsewhere"),
        ]
        indexes = [
            models.Index(fields=["debit", "id"], name="transfer_of_debit"),
            models.Index(fields=["credit", "id"], name="transfer_of_credit"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_fen} {self.purpose}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse: transfers are written by `post_entries` alone, together with the totals they change."""
        raise TypeError("Transfers are written by finance.services.post_entries.")
