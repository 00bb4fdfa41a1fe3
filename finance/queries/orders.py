"""Deposits and withdrawals, for their owner and for the office."""

import datetime as dt
from dataclasses import dataclass
from itertools import chain

from django.db.models import Count, Min, Sum

from accounts.models import User
from finance.models import Deposit, Withdrawal

SHOWN = 10


def open_orders(user: User) -> list[Deposit | Withdrawal]:
    """Return what a customer has under way with the bank, newest first."""
    found: chain[Deposit | Withdrawal] = chain(
        Deposit.objects.select_related("card")
        .filter(user=user, status__in=Deposit.IN_TRANSIT)
        .order_by("-pk")[:SHOWN],
        Withdrawal.objects.select_related("card")
        .filter(user=user, status__in=Withdrawal.IN_TRANSIT)
        .order_by("-pk")[:SHOWN],
    )
    return sorted(found, key=lambda order: order.requested_at, reverse=True)


@dataclass(frozen=True)
class StateSum:
    """How many orders stand in a state, how much money, and since when the oldest."""

    kind: str
    status: str
    label: str
    count: int
    amount_fen: int
    oldest_at: dt.datetime | None


def in_transit_sums() -> list[StateSum]:
    """Return the orders the bank has not said the last word about, by kind and state."""
    sums = []
    for kind, model in (("deposit", Deposit), ("withdrawal", Withdrawal)):
        rows = (
            model.objects.filter(status__in=model.IN_TRANSIT)
            .values("status")
            .annotate(count=Count("pk"), amount_fen=Sum("amount_fen"), oldest_at=Min("requested_at"))
        )
        found = {row["status"]: row for row in rows}
        for status in model.IN_TRANSIT:
            row = found.get(status)
            sums.append(
                StateSum(
                    kind,
                    status,
                    str(model.Status(status).label),
                    row["count"] if row else 0,
                    row["amount_fen"] if row else 0,
                    row["oldest_at"] if row else None,
                )
            )
    return sums
