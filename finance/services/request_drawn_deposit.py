"""Draw money from a customer's own card under a standing authorisation."""

from accounts import clock
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from finance.models import Deposit
from finance.policies import check_amount, own_verified_card


def request_drawn_deposit(*, user: User, card_number: str, amount_fen: int) -> Deposit:
    """Write down what is to be drawn; the caller holds the transaction, its authorisation and its own key.

    The call to the bank follows outside of it, by the sweep at the latest. Refuses a card that is not the customer's
    own verified one (samename), and an amount that is none.
    """
    check_amount(amount_fen)
    card = own_verified_card(user, card_number)
    deposit = Deposit.objects.create(
        number=next_number("DP"),
        user=user,
        card=card,
        amount_fen=amount_fen,
        is_drawn=True,
        requested_at=clock.now(),
    )
    record_event("deposit.requested", subject=deposit, actor=None, data={"amount_fen": amount_fen})
    return deposit
