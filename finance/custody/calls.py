"""Calls to the bank, each in three parts: write the intention down, call with no transaction open, write down
what came back.

Every call may be made twice: the first part claims the work, so the second caller finds nothing to do.
"""

from accounts.models import User
from finance.custody.gateway import Accepted, Answer, Asked, Unknown, custody_gateway
from finance.models import Deposit, Withdrawal
from finance.services.prepare_card import prepare_card
from finance.services.prepare_card_check import prepare_card_check
from finance.services.prepare_deposit import prepare_deposit
from finance.services.prepare_question import prepare_question
from finance.services.prepare_refund import prepare_refund
from finance.services.prepare_withdrawal import prepare_withdrawal
from finance.services.record_asked import record_asked
from finance.services.record_card_answer import record_card_answer
from finance.services.record_card_check import record_card_check
from finance.services.record_custody_customer import record_custody_customer
from finance.services.record_order_answer import record_order_answer
from finance.services.record_refund_answer import record_refund_answer


def bind_card_at_bank(card_id: int) -> None:
    """Make the person known to the bank, then have the small amount sent to the card."""
    order = prepare_card(card_id=card_id)
    if order is None:
        return
    gateway = custody_gateway()
    bank_customer = order.bank_customer
    if not bank_customer:
        opened = gateway.open_customer(
            reference=order.person_reference,
            real_name=order.real_name,
            identity_number=order.identity_number,
        )
        if not isinstance(opened, Accepted):
            record_card_answer(card_number=order.reference, answer=opened)
            return
        bank_customer = opened.token
        record_custody_customer(user_number=order.person_reference, bank_customer=bank_customer)
    answer = gateway.bind_card(
        reference=order.reference, customer=bank_customer, card_number=order.card_number
    )
    record_card_answer(card_number=order.reference, answer=answer)


def check_card(*, actor: User, card_number: str, amount_fen: int) -> None:
    """Ask the bank whether the small amount is right; refuses as `record_card_check` does."""
    prepare_card_check(actor=actor, card_number=card_number)
    answer: Answer = Unknown()
    try:
        answer = custody_gateway().verify_card(reference=card_number, amount_fen=amount_fen)
    finally:
        # Also where the call broke: no answer gives the try back.
        record_card_check(actor=actor, card_number=card_number, answer=answer)


def send_deposit(deposit_id: int) -> None:
    """Hand a deposit to the bank, once."""
    order = prepare_deposit(deposit_id=deposit_id)
    if order is None:
        return
    if order.is_drawn:
        answer = custody_gateway().draw_deposit(
            reference=order.reference,
            customer=order.customer,
            card_token=order.card_token,
            amount_fen=order.amount_fen,
        )
        record_order_answer(model=Deposit, number=order.reference, answer=answer)
        return
    answer = custody_gateway().send_deposit(
        reference=order.reference,
        customer=order.customer,
        card_token=order.card_token,
        amount_fen=order.amount_fen,
        return_url=order.return_url,
    )
    record_order_answer(model=Deposit, number=order.reference, answer=answer)


def send_withdrawal(withdrawal_id: int) -> None:
    """Hand a withdrawal to the bank, once."""
    order = prepare_withdrawal(withdrawal_id=withdrawal_id)
    if order is None:
        return
    answer = custody_gateway().send_withdrawal(
        reference=order.reference,
        customer=order.customer,
        card_token=order.card_token,
        amount_fen=order.amount_fen,
    )
    record_order_answer(model=Withdrawal, number=order.reference, answer=answer)


def send_refund(item_id: int) -> None:
    """Have a receipt in suspense sent back, or ask what became of it when it was handed over before."""
    order = prepare_refund(item_id=item_id)
    if order is None:
        return
    gateway = custody_gateway()
    answer: Answer | Asked
    if order.only_ask:
        answer = gateway.ask(reference=order.reference)
    else:
        answer = gateway.send_refund(
            reference=order.reference, receipt_number=order.receipt_number, amount_fen=order.amount_fen
        )
    record_refund_answer(reference=order.reference, answer=answer)


def ask_about(model: type[Deposit] | type[Withdrawal], number: str) -> None:
    """Ask the bank what became of an order whose question is due."""
    reference = prepare_question(model=model, number=number)
    if reference is None:
        return
    record_asked(model=model, number=number, asked=custody_gateway().ask(reference=reference))
