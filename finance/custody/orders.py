"""What the services about orders at the bank share: finding the order, ending it, and when to ask again."""

import datetime as dt
from typing import TypeVar

from accounts import clock
from accounts.locking import lock
from accounts.states import move
from finance.models.bank_order import BankOrder

Order = TypeVar("Order", bound=BankOrder)

# A call without an answer after this long was lost with its process: the bank is asked.
LOST_CALL_AFTER = dt.timedelta(seconds=60)
FIRST_ASK_AFTER_RETURN = dt.timedelta(seconds=3)
FIRST_ASK_OF_UNKNOWN = dt.timedelta(seconds=10)
FIRST_ASK_OF_SENT = dt.timedelta(minutes=10)
LONGEST_PAUSE = dt.timedelta(hours=1)


def lock_order(model: type[Order], reference: str) -> Order | None:
    """Lock and return the order of this number, None where we never gave one."""
    found = lock(model._default_manager.filter(number=reference)) if reference else []
    return found[0] if found else None


def fail_order(order: BankOrder, reason: str) -> None:
    """End an order without effect; the reason is shown to the customer in words."""
    move(
        order,
        "failed",
        actor=None,
        data={"reason": reason},
        failure=reason[:40] or "refused_by_bank",
        ended_at=clock.now(),
        next_ask_at=None,
    )


def confirm_order(order: BankOrder) -> None:
    """End an order well."""
    move(order, "confirmed", actor=None, ended_at=clock.now(), next_ask_at=None)


def pause_before_asking(first: dt.timedelta, asked_times: int) -> dt.timedelta:
    """Return the pause before the next question: it doubles each time, up to an hour."""
    return min(first * 2 ** min(asked_times, 10), LONGEST_PAUSE)
