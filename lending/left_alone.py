"""Loans that machines leave alone: nothing is debited, nobody is reminded."""

from django.db.models import QuerySet

from lending.goods.pauses import paused_loans
from lending.models import Instalment, LoanHold


def without_left_alone(rows: "QuerySet[Instalment]") -> "QuerySet[Instalment]":
    """Leave out instalments of loans that a dealer has to pay off, or that are marked (dispute, death, fraud)."""
    marked = LoanHold.objects.filter(released_at=None)
    return rows.exclude(loan__in=paused_loans()).exclude(loan__holds__in=marked)
