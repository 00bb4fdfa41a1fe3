"""A customer orders a deposit from the own card, a dealer's owner from the company's account."""

from accounts import clock
from accounts.commands import run_once
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from accounts.restrictions import require_not_held
from finance.holders import require_holder
from finance.models import Deposit
from finance.policies import check_amount, own_verified_card


def request_deposit(*, actor: User, card_number: str, amount_fen: int, key: str) -> str:
    """Write down that a customer wants to pay in, and return the deposit's number; no money moves yet.

    Refuses a customer whose identity is not verified (`identity_needed`), a dealer that is not admitted
    (`not_admitted`), who is held (`held`; kyc.hold), a card that is not the customer's own verified one
    (`card_not_verified`; samename), and an amount that is none.
    """
    return run_once(
        actor=actor,
        command="finance.request_deposit",
        key=key,
        inputs={"card": card_number, "amount_fen": amount_fen},
        perform=lambda: _request(actor, card_number, amount_fen),
    )


def _request(actor: User, card_number: str, amount_fen: int) -> str:
    clock.lock_business_date()
    require_holder(actor)
    require_not_held(actor, "deposit")
    check_amount(amount_fen)
    card = own_verified_card(actor, card_number)
    deposit = Deposit.objects.create(
        number=next_number("DP"), user=actor, card=card, amount_fen=amount_fen, requested_at=clock.now()
    )
    record_event("deposit.requested", subject=deposit, actor=actor, data={"amount_fen": amount_fen})
    return deposit.number
