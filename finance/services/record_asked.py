"""Write down what the bank says about an order it was asked about."""

from django.db import transaction

from accounts import clock
from accounts.states import move
from finance.custody.effects import NotYet
from finance.custody.gateway import Asked
from finance.custody.orders import FIRST_ASK_OF_SENT, fail_order, lock_order
from finance.models import Deposit, Withdrawal
from finance.services.give_back_withdrawal import give_back_withdrawal
from finance.services.record_bank_fact import record_bank_fact
from finance.services.take_up_waiting import take_up_waiting


def record_asked(*, model: type[Deposit] | type[Withdrawal], number: str, asked: Asked) -> None:
    """Record the bank's facts about an order, each once; end an order the bank never received and has closed.

    Each in a transaction of its own, so that it posts once. An unknown deposit that the bank has pending is
    sent again in our eyes only: the customer goes on at the bank's page. Otherwise `pending` and
    `no_answer` change nothing.
    """
    for fact in asked.facts:
        try:
            record_bank_fact(fact=fact)
        except NotYet:
            break
    if asked.state == "never_received":
        _end_unsent(model, number)
    if asked.state == "pending" and asked.page_url:
        _find_page_again(number, asked.page_url)
    take_up_waiting(reference=number)


def _end_unsent(model: type[Deposit] | type[Withdrawal], number: str) -> None:
    with transaction.atomic():
        clock.lock_business_date()
        order = lock_order(model, number)
        if order is None or order.status not in order.WITH_THE_BANK:
            return
        if isinstance(order, Withdrawal):
            give_back_withdrawal(withdrawal=order, reason="never_received")
        else:
            fail_order(order, "never_received")


def _find_page_again(number: str, page_url: str) -> None:
    with transaction.atomic():
        deposit = lock_order(Deposit, number)
        if deposit is not None and deposit.status == Deposit.Status.UNKNOWN:
            at = clock.now()
            move(
                deposit,
                "sent",
                actor=None,
                answered_at=at,
                bank_page_url=page_url,
                next_ask_at=at + FIRST_ASK_OF_SENT,
            )
