"""Loan books of strangers: figures to hold the schedule engine against. No customers, no postings, never
changed."""

from django.db import models
from django.db.models import Q


class LoanBook(models.Model):
    """One imported file; the same bytes are never imported twice."""

    source = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64, unique=True)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"


class ImportedLoan(models.Model):
    """One loan of a book as its lender booked it, and how our engine replays it. Cents stand for fen."""

    book = models.ForeignKey(LoanBook, on_delete=models.PROTECT, related_name="loans")
    line = models.PositiveIntegerField()
    principal_fen = models.BigIntegerField()
    periods = models.PositiveSmallIntegerField()
    annual_rate_ppm = models.PositiveIntegerField()
    instalment_fen = models.BigIntegerField()
    issued_on = models.DateField()
    status = models.CharField(max_length=24)
    grade = models.CharField(max_length=2)
    sub_grade = models.CharField(max_length=2)
    purpose = models.CharField(max_length=40, blank=True)
    balance_fen = models.BigIntegerField()
    paid_total_fen = models.BigIntegerField()
    paid_principal_fen = models.BigIntegerField()
    paid_interest_fen = models.BigIntegerField()
    paid_late_fees_fen = models.BigIntegerField()

    # Unknown for loans that do not run as agreed: only those can be replayed.
    is_replayed = models.BooleanField(null=True)
    payments = models.PositiveSmallIntegerField(default=0)
    odd_days = models.SmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "line"], name="imported_loan_once_a_line"),
            models.CheckConstraint(
                condition=Q(
                    principal_fen__gt=0,
                    instalment_fen__gt=0,
                    balance_fen__gte=0,
                    paid_total_fen__gte=0,
                    paid_principal_fen__gte=0,
                    paid_interest_fen__gte=0,
                    paid_late_fees_fen__gte=0,
                ),
                name="imported_loan_amounts",
            ),
            models.CheckConstraint(
                condition=(Q(is_replayed__isnull=True) | Q(is_replayed=True)) & Q(reason="")
                | Q(is_replayed=False) & ~Q(reason=""),
                name="imported_loan_unreplayed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.line}"
