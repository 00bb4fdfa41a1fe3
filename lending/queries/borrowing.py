"""A borrower's own applications and loans."""

from dataclasses import dataclass

from django.db.models import Min, Q, QuerySet

from accounts.models import User
from lending.models import Application, Loan

MOST = 20


@dataclass(frozen=True)
class Borrowing:
    """What a borrower has under way; the caps on borrowing keep both lists short."""

    applications: list[Application]
    loans: list[Loan]


def borrowing_of(borrower: User) -> Borrowing:
    """Return the open applications and the loans not yet repaid, newest first."""
    open_rows = Q(instalments__settled_at__isnull=True, instalments__superseded_at__isnull=True)
    loans = (
        Loan.objects.filter(borrower=borrower)
        .exclude(status=Loan.Status.SETTLED)
        .select_related("product_version")
        .annotate(next_due_on=Min("instalments__due_on", filter=open_rows))
        .order_by("-pk")[:MOST]
    )
    return Borrowing(open_applications_of(borrower), list(loans))


def open_applications_of(borrower: User) -> list[Application]:
    """Return the applications under way, newest first."""
    rows = Application.objects.filter(borrower=borrower, status__in=Application.OPEN)
    return list(rows.select_related("product_version", "decision").order_by("-pk")[:MOST])


def applications_of(borrower: User) -> "QuerySet[Application]":
    """Return every application of a borrower."""
    return Application.objects.filter(borrower=borrower).select_related("product_version", "decision")
