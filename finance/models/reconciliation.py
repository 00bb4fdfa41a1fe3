"""Statements of the custodian bank as they were imported, their lines, and the breaks that a match found."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedTextField
from accounts.states import StatefulModel


class CustodyStatement(StatefulModel):
    """One file of the bank. A file that was refused is kept whole, with the reasons, and nothing is taken from it."""

    class Status(models.TextChoices):
        IMPORTED = "imported", _("Imported")
        MATCHED = "matched", _("Matches")
        BROKEN = "broken", _("Has breaks")
        QUARANTINED = "quarantined", _("In quarantine")
        REPLACED = "replaced", _("Replaced by a newer one")

    class Source(models.TextChoices):
        BANK = "bank", _("Fetched from the bank")
        UPLOAD = "upload", _("Uploaded")

    EVENT_NAME: ClassVar[str] = "statement"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "imported": frozenset({"matched", "broken", "replaced"}),
        "matched": frozenset({"broken", "replaced"}),
        "broken": frozenset({"matched", "replaced"}),
        # A refused file begins there and stays.
        "quarantined": frozenset(),
    }
    # One of these a day: the statement that counts.
    CURRENT: ClassVar[tuple[str, ...]] = ("imported", "matched", "broken")

    number = models.CharField(max_length=24, unique=True)
    # None where a refused file does not even name its day.
    business_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.IMPORTED)
    source = models.CharField(max_length=10, choices=Source)
    file_hash = models.CharField(max_length=64, unique=True)
    content = EncryptedTextField()
    faults = models.JSONField(default=list, blank=True)
    opening_fen = models.BigIntegerField(default=0)
    closing_fen = models.BigIntegerField(default=0)
    in_fen = models.BigIntegerField(default=0)
    out_fen = models.BigIntegerField(default=0)
    line_count = models.PositiveIntegerField(default=0)
    # What the ledger and the loan book said when it was matched last.
    ledger_opening_fen = models.BigIntegerField(default=0)
    ledger_closing_fen = models.BigIntegerField(default=0)
    ledger_in_fen = models.BigIntegerField(default=0)
    ledger_out_fen = models.BigIntegerField(default=0)
    in_transit_fen = models.BigIntegerField(default=0)
    figures = models.JSONField(default=list, blank=True)
    imported_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["imported", "matched", "broken", "quarantined", "replaced"]),
                name="custody_statement_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(status="quarantined") | Q(business_on__isnull=False),
                name="custody_statement_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["matched", "broken"]) | Q(matched_at__isnull=False),
                name="custody_statement_matched_has_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(status="quarantined")
                | Q(closing_fen=models.F("opening_fen") + models.F("in_fen") - models.F("out_fen")),
                name="custody_statement_adds_up",
            ),
            models.UniqueConstraint(
                fields=["business_on"],
                condition=Q(status__in=["imported", "matched", "broken"]),
                name="custody_statement_one_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["business_on"],
                condition=~Q(in_transit_fen=0) & Q(status__in=["matched", "broken"]),
                name="custody_statement_in_transit",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def day(self) -> dt.date:
        """The day it states; a file in quarantine may have none (ValueError)."""
        if self.business_on is None:
            raise ValueError("This file names no day.")
        return self.business_on


class StatementLine(models.Model):
    """A booking as the bank stated it, and what the match made of it."""

    class Verdict(models.TextChoices):
        MATCHED = "matched", _("Matches")
        IN_TRANSIT = "in_transit", _("In transit")
        BROKEN = "broken", _("Break")

    statement = models.ForeignKey(CustodyStatement, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField()
    bank_number = models.CharField(max_length=40)
    at = models.DateTimeField()
    direction = models.SmallIntegerField()
    amount_fen = models.BigIntegerField()
    reference = models.CharField(max_length=40, blank=True, default="")
    # Masked by the bank.
    counterparty = models.CharField(max_length=40, blank=True, default="")
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.MATCHED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, direction__in=[-1, 1]), name="statement_line_moves_something"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["matched", "in_transit", "broken"]),
                name="statement_line_verdict_is_a_choice",
            ),
            models.UniqueConstraint(fields=["statement", "row"], name="statement_line_once_a_row"),
        ]
        indexes = [models.Index(fields=["bank_number"], name="statement_line_of_number")]

    def __str__(self) -> str:
        return self.bank_number

    @property
    def signed_fen(self) -> int:
        return self.direction * self.amount_fen


class ReconciliationBreak(StatefulModel):
    """A difference that a match found, with whoever looks after it and how it ended. Nothing ends it by itself."""

    class Kind(models.TextChoices):
        MISSING_AT_BANK = "missing_at_bank", _("Missing at the bank")
        MISSING_IN_LEDGER = "missing_in_ledger", _("Missing in the ledger")
        DOUBLED = "doubled", _("Booked twice by the bank")
        AMOUNT_DIFFERS = "amount_differs", _("Amount differs")
        WRONG_DAY = "wrong_day", _("Wrong day")
        UNKNOWN_RECEIPT = "unknown_receipt", _("Unknown receipt")
        BALANCE_DIFFERS = "balance_differs", _("Balance differs")
        LOAN_BOOK_DIFFERS = "loan_book_differs", _("Loan book differs from the ledger")

    class Status(models.TextChoices):
        OPEN = "open", _("Nobody looks after it yet")
        ASSIGNED = "assigned", _("Being looked into")
        RESOLVED = "resolved", _("Resolved")

    class Resolution(models.TextChoices):
        ARRIVED = "arrived", _("The other side followed later")
        CORRECTED = "corrected", _("The bank corrected its statement")
        POSTED = "posted", _("An entry was posted or reversed")
        ACCEPTED = "accepted", _("Explained, and stays as it is")

    EVENT_NAME: ClassVar[str] = "reconciliation_break"
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"assigned"}),
        "assigned": frozenset({"resolved"}),
        "resolved": frozenset({"open"}),
    }
    UNRESOLVED: ClassVar[tuple[str, ...]] = ("open", "assigned")
    # Possible only when the match finds it no more; the others need a second person.
    WHEN_GONE: ClassVar[tuple[str, ...]] = ("arrived", "corrected")

    number = models.CharField(max_length=24, unique=True)
    statement = models.ForeignKey(CustodyStatement, on_delete=models.PROTECT, related_name="breaks")
    business_on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    # The bank's number, an entry, or the figure that differs.
    subject = models.CharField(max_length=60)
    reference = models.CharField(max_length=60, blank=True, default="")
    bank_fen = models.BigIntegerField(default=0)
    ledger_fen = models.BigIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    found_at = models.DateTimeField()
    # The last match did not find it any more.
    gone_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    entry_number = models.CharField(max_length=40, blank=True, default="")
    approval_number = models.CharField(max_length=24, blank=True, default="")
    resolved_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["open", "assigned", "resolved"]),
                name="reconciliation_break_status_is_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(status="resolved")
                | Q(resolved_at__isnull=False, resolved_by__isnull=False)
                & ~Q(resolution="")
                & ~Q(evidence=""),
                name="reconciliation_break_resolved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="resolved", resolution__in=["posted", "accepted"])
                | Q(checked_by__isnull=False) & ~Q(checked_by=models.F("resolved_by")),
                name="reconciliation_break_has_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(status="open") | Q(owner__isnull=False, assigned_at__isnull=False),
                name="reconciliation_break_has_an_owner",
            ),
            models.UniqueConstraint(
                fields=["business_on", "kind", "subject"], name="reconciliation_break_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(status__in=["open", "assigned"]), name="reconciliation_break_to_do"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def difference_fen(self) -> int:
        """How much the bank (or the loan book) has more than the ledger."""
        return self.bank_fen - self.ledger_fen

    @property
    def needs_second_person(self) -> bool:
        """Whether it can only be resolved with another person's approval: the match still finds it."""
        return self.gone_at is None
