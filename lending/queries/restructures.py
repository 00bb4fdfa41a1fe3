"""Requests for more time as the office and the borrower read them."""

from django.db.models import QuerySet

from lending.models import Loan, Restructure


def listed_restructures(status: str = "", number: str = "") -> "QuerySet[Restructure]":
    """Return requests with what a row shows, narrowed by state or number."""
    rows = Restructure.objects.select_related("loan__borrower", "loan__product_version")
    if status:
        rows = rows.filter(status=status)
    return rows.filter(number__startswith=number) if number else rows


def asked_restructures() -> "QuerySet[Restructure]":
    """Return the requests that wait for the office."""
    return Restructure.objects.filter(status=Restructure.Status.ASKED)


def latest_restructure(loan: Loan) -> Restructure | None:
    """Return a loan's last request, if there was any."""
    return Restructure.objects.filter(loan=loan).order_by("-pk").first()
