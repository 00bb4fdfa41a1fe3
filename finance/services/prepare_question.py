"""Write down that the bank is being asked about an order."""

from django.db import transaction

from accounts import clock
from accounts.states import move
from finance.custody.orders import FIRST_ASK_OF_SENT, FIRST_ASK_OF_UNKNOWN, lock_order, pause_before_asking
from finance.models import Deposit, Withdrawal


def prepare_question(*, model: type[Deposit] | type[Withdrawal], number: str) -> str | None:
    """Set the time of the next question and return the reference to ask about; None where there is nothing to ask yet.

    An order that was sent and never answered becomes unknown: the call, or its process, was lost. The
    pauses double, so a silent bank is not stormed.
    """
    with transaction.atomic():
        order = lock_order(model, number)
        at = clock.now()
        if order is None or order.status not in order.WITH_THE_BANK:
            return None
        if order.next_ask_at is None or order.next_ask_at > at:
            return None
        is_answered = order.status == order.Status.SENT and order.answered_at is not None
        pause = pause_before_asking(
            FIRST_ASK_OF_SENT if is_answered else FIRST_ASK_OF_UNKNOWN, order.asked_times
        )
        order.asked_times += 1
        order.next_ask_at = at + pause
        if order.status == order.Status.SENT and not is_answered:
            move(order, "unknown", actor=None)
        order.save(update_fields=["asked_times", "next_ask_at"])
        return order.number
