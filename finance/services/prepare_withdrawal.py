"""Write down that a withdrawal is being handed to the bank, before it is."""

from dataclasses import dataclass

from accounts import clock
from accounts.errors import StaleState
from accounts.states import move
from finance.custody.orders import LOST_CALL_AFTER
from finance.models import CustodyCustomer, Withdrawal
from finance.queries.halts import payouts_halted


@dataclass(frozen=True)
class WithdrawalOrder:
    reference: str
    customer: str
    card_token: str
    amount_fen: int


def prepare_withdrawal(*, withdrawal_id: int) -> WithdrawalOrder | None:
    """Move a withdrawal from requested to sent and return what the bank is told.

    None where it was handed over before, and while payouts are halted: then it stays requested and is taken
    up later.
    """
    withdrawal = Withdrawal.objects.select_related("card").get(pk=withdrawal_id)
    if withdrawal.status != Withdrawal.Status.REQUESTED or payouts_halted() is not None:
        return None
    at = clock.now()
    try:
        move(withdrawal, "sent", actor=None, sent_at=at, next_ask_at=at + LOST_CALL_AFTER)
    except StaleState:
        return None
    return WithdrawalOrder(
        reference=withdrawal.number,
        customer=CustodyCustomer.objects.get(user_id=withdrawal.user_id).bank_customer,
        card_token=withdrawal.card.bank_token,
        amount_fen=withdrawal.amount_fen,
    )
