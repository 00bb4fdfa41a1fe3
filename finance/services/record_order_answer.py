"""Write down what the bank answered when an order was handed to it."""

from typing import assert_never

from django.db import transaction

from accounts import clock
from accounts.states import move
from finance.custody.gateway import Accepted, Answer, Declined, Unknown
from finance.custody.orders import FIRST_ASK_OF_SENT, FIRST_ASK_OF_UNKNOWN, fail_order, lock_order
from finance.models import Deposit, Withdrawal
from finance.services.give_back_withdrawal import give_back_withdrawal
from finance.services.take_up_waiting import take_up_waiting


def record_order_answer(*, model: type[Deposit] | type[Withdrawal], number: str, answer: Answer) -> None:
    """Note an accepted order's page, end a declined one, or mark the order unknown when no answer came.

    The bank's notification may have been faster: an order that is no longer `sent` keeps what the bank said
    last. News of the order that overtook our own word of it is taken up now.
    """
    _record(model, number, answer)
    take_up_waiting(reference=number)


def _record(model: type[Deposit] | type[Withdrawal], number: str, answer: Answer) -> None:
    with transaction.atomic():
        clock.lock_business_date()
        order = lock_order(model, number)
        if order is None or order.status != order.Status.SENT:
            return
        at = clock.now()
        if isinstance(answer, Accepted):
            order.answered_at = at
            order.next_ask_at = at + FIRST_ASK_OF_SENT
            fields = ["answered_at", "next_ask_at"]
            if isinstance(order, Deposit):
                order.bank_page_url = answer.page_url
                fields.append("bank_page_url")
            order.save(update_fields=fields)
        elif isinstance(answer, Declined):
            _end(order, answer.reason)
        elif isinstance(answer, Unknown):
            move(order, "unknown", actor=None, next_ask_at=at + FIRST_ASK_OF_UNKNOWN)
        else:
            assert_never(answer)


def _end(order: Deposit | Withdrawal, reason: str) -> None:
    if isinstance(order, Withdrawal):
        give_back_withdrawal(withdrawal=order, reason=reason)
    else:
        fail_order(order, reason)
