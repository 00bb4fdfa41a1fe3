"""What the pages of appeals, files of entries and exports read."""

from django.db.models import QuerySet

from accounts.models import User
from risk.database.policies import APPROVE
from risk.models import ListAppeal, ListExport, ListImport


def appeals(view: str = "") -> "QuerySet[ListAppeal]":
    """Return the appeals to decide, or (`done`) those decided."""
    rows = ListAppeal.objects.select_related("customer", "entry", "recorded_by", "decided_by")
    if view == "done":
        return rows.exclude(status=ListAppeal.Status.OPEN)
    return rows.filter(status=ListAppeal.Status.OPEN)


def appeals_by(customer: User) -> "QuerySet[ListAppeal]":
    """Return what a customer asked."""
    return ListAppeal.objects.filter(customer=customer, way=ListAppeal.Way.CUSTOMER).order_by("-pk")


def imports() -> "QuerySet[ListImport]":
    """Return the files of entries, without what stands in them."""
    return ListImport.objects.select_related("uploaded_by").defer("content")


def exports_shown_to(user: User) -> "QuerySet[ListExport]":
    """Return one's own exports; all to who approves them, and to who sees every request."""
    rows = ListExport.objects.select_related("asked_by", "customer", "dealer")
    sees_all = user.has_right(APPROVE) or user.has_right("accounts.see_watch_list")
    return rows if sees_all else rows.filter(asked_by=user)
