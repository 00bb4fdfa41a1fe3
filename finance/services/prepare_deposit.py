"""Write down that a deposit is being handed to the bank, before it is."""

from dataclasses import dataclass

from django.urls import reverse

from accounts import clock
from accounts.errors import StaleState
from accounts.states import move
from finance.custody.orders import LOST_CALL_AFTER
from finance.models import CustodyCustomer, Deposit
from finance.wallet_pages import pages_of


@dataclass(frozen=True)
class DepositOrder:
    reference: str
    customer: str
    card_token: str
    amount_fen: int
    return_url: str
    is_drawn: bool = False


def prepare_deposit(*, deposit_id: int) -> DepositOrder | None:
    """Move a deposit from requested to sent and return what the bank is told; None where it was handed over before."""
    deposit = Deposit.objects.select_related("card", "user").get(pk=deposit_id)
    if deposit.status != Deposit.Status.REQUESTED:
        return None
    at = clock.now()
    try:
        move(deposit, "sent", actor=None, sent_at=at, next_ask_at=at + LOST_CALL_AFTER)
    except StaleState:
        return None
    return DepositOrder(
        reference=deposit.number,
        customer=CustodyCustomer.objects.get(user_id=deposit.user_id).bank_customer,
        card_token=deposit.card.bank_token,
        amount_fen=deposit.amount_fen,
        return_url=reverse(pages_of(deposit.user).deposit_back, args=[deposit.number]),
        is_drawn=deposit.is_drawn,
    )
