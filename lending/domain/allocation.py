"""Allocation: which dues a payment settles."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple


class Component(StrEnum):
    """Name what a fen of a payment pays for."""

    COSTS = "costs"
    INTEREST = "interest"
    PRINCIPAL = "principal"
    OVERDUE_INTEREST = "overdue_interest"
    SERVICE_FEE = "service_fee"


# CC 561 puts costs of realising the claim before interest and interest before principal; the rest is the
# house's rule unless the product's contract says otherwise.
DEFAULT_ORDER: tuple[Component, ...] = (
    Component.COSTS,
    Component.INTEREST,
    Component.PRINCIPAL,
    Component.OVERDUE_INTEREST,
    Component.SERVICE_FEE,
)


class Due(NamedTuple):
    """Hold what one instalment still owes, in fen."""

    n: int
    interest_fen: int = 0
    principal_fen: int = 0
    overdue_interest_fen: int = 0
    service_fee_fen: int = 0
    costs_fen: int = 0

    @property
    def total_fen(self) -> int:
        """Return all the instalment still owes."""
        return sum(self[1:])

    def owed(self, component: Component) -> int:
        """Return what the instalment still owes of one component."""
        return int(getattr(self, f"{component}_fen"))


class Part(NamedTuple):
    """Hold what a payment gives to one component of one instalment."""

    n: int
    component: Component
    amount_fen: int


class Allocation(NamedTuple):
    """Hold the parts of a payment and what is left over; together they are the payment."""

    parts: tuple[Part, ...]
    left_over_fen: int

    def total(self, component: Component) -> int:
        """Return what the payment gives to one component over all instalments."""
        return sum(part.amount_fen for part in self.parts if part.component == component)


def allocate(amount_fen: int, dues: Sequence[Due], order: Sequence[Component] = DEFAULT_ORDER) -> Allocation:
    """Give a payment to the dues: across instalments the oldest first, inside one by the order.

    `dues` come oldest first and hold only what may be paid now. Refuses negative amounts, dues out of order,
    and an order that leaves a component out or names one twice (money would have nowhere to go).
    """
    if amount_fen < 0 or any(min(due) < 0 for due in dues):
        raise ValueError("Neither a payment nor a due is negative.")
    if sorted(order) != sorted(Component):
        raise ValueError("The order names every component once.")
    if any(due.n >= later.n for due, later in pairwise(dues)):
        raise ValueError("Dues come oldest first.")
    parts = []
    left_fen = amount_fen
    for due in dues:
        for component in order:
            paid_fen = min(left_fen, due.owed(component))
            if paid_fen:
                parts.append(Part(due.n, component, paid_fen))
                left_fen -= paid_fen
    return Allocation(tuple(parts), left_fen)
