"""Money for people in tests, through the real services and the sandbox bank."""

from accounts.models import User
from finance.custody.sandbox_customer import pay_in
from finance.models import Deposit


def fund(user: User, amount_fen: int) -> Deposit:
    """Let a verified customer deposit an amount; binds a card first where there is none."""
    deposit = pay_in(user, amount_fen)
    assert deposit.status == Deposit.Status.CONFIRMED, deposit.status
    return deposit
