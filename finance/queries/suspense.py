"""Receipts in suspense, standing freezes, and what the bank says against our books."""

from django.db.models import QuerySet, Sum

from finance.models import BankTransaction, CustodyNotification, SuspenseItem, WalletFreeze

SHOWN = 50


def suspense_items(*, is_open: bool) -> QuerySet[SuspenseItem]:
    """Return the receipts that wait for somebody, or those that were cleared."""
    rows = SuspenseItem.objects.select_related("receipt", "assigned_to", "cleared_by")
    states = ("open", "returning")
    return rows.filter(status__in=states) if is_open else rows.exclude(status__in=states)


def suspense_total_fen() -> int:
    """Return what lies in suspense and is not on its way back."""
    return SuspenseItem.objects.filter(status="open").aggregate(total=Sum("amount_fen"))["total"] or 0


def open_suspense() -> QuerySet[SuspenseItem]:
    """Return the receipts that wait, for the badge of the queue."""
    return SuspenseItem.objects.filter(status="open")


def standing_freezes() -> list[WalletFreeze]:
    """Return the wallets that are frozen."""
    rows = WalletFreeze.objects.select_related("user").filter(lifted_at__isnull=True)
    return list(rows.order_by("-pk")[:SHOWN])


def contradictions() -> list[BankTransaction]:
    """Return what the bank did that our books do not follow."""
    return list(BankTransaction.objects.filter(is_conflict=True).order_by("-pk")[:SHOWN])


def contradicting_notifications() -> list[CustodyNotification]:
    """Return notifications that name a known transaction number with other contents, or an effect we cannot book."""
    return list(CustodyNotification.objects.filter(outcome="conflict").order_by("-pk")[:SHOWN])


def waiting_notifications() -> list[CustodyNotification]:
    """Return notifications that came before what they follow on, or that wait for the company's money."""
    return list(CustodyNotification.objects.filter(outcome="waiting").order_by("-pk")[:SHOWN])
