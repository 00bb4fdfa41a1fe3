"""Which papers are missing."""

from django.db.models import Exists, OuterRef, QuerySet

from lending.bad_days.acceleration import REASON as CALLED_IN
from lending.models import Loan, LoanPaper, ScheduleVersion


def loans_without_contract() -> "QuerySet[Loan]":
    """Return the loans that have no contract yet, the oldest first."""
    return Loan.objects.filter(~_has(LoanPaper.Kind.CONTRACT)).order_by("pk")


def loans_without_certificate() -> "QuerySet[Loan]":
    """Return the settled loans that have no certificate yet, the oldest first."""
    settled = Loan.objects.filter(status=Loan.Status.SETTLED)
    return settled.filter(~_has(LoanPaper.Kind.CERTIFICATE)).order_by("pk")


def versions_without_supplement() -> "QuerySet[ScheduleVersion]":
    """Return the redrawn versions of schedules that have no supplement yet, the oldest first.

    A loan called in is redrawn by the contract itself and by notice, which nobody signs (goods: 民法典 634;
    cash: what the contract agrees).
    """
    there = LoanPaper.objects.filter(
        loan=OuterRef("loan"), kind=LoanPaper.Kind.SUPPLEMENT, version=OuterRef("version")
    )
    redrawn = ScheduleVersion.objects.filter(version__gt=1).exclude(reason=CALLED_IN)
    return redrawn.filter(~Exists(there)).order_by("pk")


def _has(kind: str) -> Exists:
    return Exists(LoanPaper.objects.filter(loan=OuterRef("pk"), kind=kind))
