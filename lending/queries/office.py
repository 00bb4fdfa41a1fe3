"""Applications, listings and loans as the office lists them."""

from django.db.models import QuerySet

from lending.models import Application, Listing, Loan


def listed_applications(status: str = "", number: str = "") -> "QuerySet[Application]":
    """Return applications with what a row shows, narrowed by state or number."""
    rows = Application.objects.select_related("borrower", "product_version", "decision")
    if status == "open":
        rows = rows.filter(status__in=Application.OPEN).exclude(status=Application.Status.DRAFT)
    elif status:
        rows = rows.filter(status=status)
    return rows.filter(number__startswith=number) if number else rows


def listed_listings(status: str = "", number: str = "") -> "QuerySet[Listing]":
    """Return listings with what a row shows."""
    rows = Listing.objects.select_related("borrower", "product_version")
    if status:
        rows = rows.filter(status=status)
    return rows.filter(number__startswith=number) if number else rows


def listed_loans(status: str = "", number: str = "") -> "QuerySet[Loan]":
    """Return loans with what a row shows; `overdue` are those with an instalment unpaid after its due date."""
    rows = Loan.objects.select_related("borrower", "product_version")
    if status == "overdue":
        rows = rows.filter(overdue_since_on__isnull=False)
    elif status:
        rows = rows.filter(status=status)
    return rows.filter(number__startswith=number) if number else rows
