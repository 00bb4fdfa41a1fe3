"""Take back an order to draw from a card that the bank has not been given yet."""

from accounts.models import User
from finance.custody.orders import fail_order, lock_order
from finance.models import Deposit


def cancel_drawn_deposit(*, number: str, actor: User) -> bool:
    """End the order without effect; return whether it was in time. The caller holds the transaction."""
    deposit = lock_order(Deposit, number)
    if deposit is None or not deposit.is_drawn or deposit.status != Deposit.Status.REQUESTED:
        return False
    fail_order(deposit, "revoked")
    return True
