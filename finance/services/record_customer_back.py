"""Write down that a customer came back from the bank's page."""

from django.db import transaction

from accounts import clock
from accounts.models import User
from accounts.states import move
from finance.custody.orders import FIRST_ASK_AFTER_RETURN, lock_order
from finance.models import Deposit


def record_customer_back(*, actor: User, number: str) -> None:
    """Make a deposit unknown until the bank says what was done on its page, and have the bank asked soon.

    Nobody is led to the page again before the bank has said that it still waits. Coming back twice, or
    after the bank's word, changes nothing.
    """
    with transaction.atomic():
        deposit = lock_order(Deposit, number)
        if deposit is None or deposit.user_id != actor.pk or deposit.status != Deposit.Status.SENT:
            return
        move(
            deposit,
            "unknown",
            actor=actor,
            data={"because": "customer_came_back"},
            next_ask_at=clock.now() + FIRST_ASK_AFTER_RETURN,
        )
