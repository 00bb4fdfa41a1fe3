"""What a person does at the sandbox bank, through the real services: for the demo company, the simulation and tests."""

import uuid

from stdnum import luhn

from accounts.models import User
from finance.custody import calls, sandbox_bank
from finance.custody.sandbox_delivery import deliver_notifications
from finance.models import BankCard, Deposit, SandboxCard, SandboxTransaction, Withdrawal
from finance.queries.cards import verified_card
from finance.services.bind_card import bind_card
from finance.services.request_deposit import request_deposit
from finance.services.request_withdrawal import request_withdrawal


def card_digits_of(user: User, *, issuer: str = "622588") -> str:
    """Return a well-formed card number that belongs to nobody but this person."""
    body = f"{issuer}{user.pk:012d}"
    return body + luhn.calc_check_digit(body)


def bind_own_card(user: User, *, card_digits: str | None = None) -> BankCard:
    """Name a card, read the small amount off the bank's page, and enter it; returns the verified card."""
    number = bind_card(
        actor=user, card_digits=card_digits or card_digits_of(user), bank_name="招商银行", key=_key()
    )
    card = BankCard.objects.get(number=number)
    calls.bind_card_at_bank(card.pk)
    sent = SandboxCard.objects.get(reference=number)
    calls.check_card(actor=user, card_number=number, amount_fen=sent.small_amount_fen)
    card.refresh_from_db()
    return card


def pay_in(user: User, amount_fen: int, *, key: str | None = None) -> Deposit:
    """Order a deposit, confirm it on the bank's page, and let the bank report; returns it as it then stands."""
    card = verified_card(user) or bind_own_card(user)
    number = request_deposit(actor=user, card_number=card.number, amount_fen=amount_fen, key=key or _key())
    deposit = Deposit.objects.get(number=number)
    calls.send_deposit(deposit.pk)
    waiting = SandboxTransaction.objects.filter(reference=number, kind="deposit", state="awaiting").first()
    if waiting is not None:
        sandbox_bank.authorise(waiting.token, confirmed=True)
    deliver_notifications()
    deposit.refresh_from_db()
    return deposit


def pay_out(user: User, amount_fen: int, *, key: str | None = None) -> Withdrawal:
    """Order a withdrawal to the own card and let the bank report; returns it as it then stands."""
    card = verified_card(user) or bind_own_card(user)
    number = request_withdrawal(actor=user, card_number=card.number, amount_fen=amount_fen, key=key or _key())
    withdrawal = Withdrawal.objects.get(number=number)
    calls.send_withdrawal(withdrawal.pk)
    deliver_notifications()
    withdrawal.refresh_from_db()
    return withdrawal


def _key() -> str:
    return uuid.uuid4().hex
