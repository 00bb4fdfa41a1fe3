"""On which pages an owner sees a wallet: a customer on the own ones, a dealer's owner in the dealer's portal."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from finance.models import Deposit, Withdrawal


@dataclass(frozen=True)
class WalletPages:
    """The names of the routes and the folder of the templates; a company has an account where a person has cards."""

    folder: str
    home: str
    deposit_money: str
    deposit: str
    deposit_back: str
    withdraw_money: str
    withdrawal: str
    cards: str
    is_company: bool = False

    def order_url(self, order: Deposit | Withdrawal) -> str:
        """Return the page of an order."""
        return reverse(self.deposit if isinstance(order, Deposit) else self.withdrawal, args=[order.number])


CUSTOMER = WalletPages(
    folder="finance/customer",
    home="wallet",
    deposit_money="deposit_money",
    deposit="deposit",
    deposit_back="deposit_back",
    withdraw_money="withdraw_money",
    withdrawal="withdrawal",
    cards="cards",
)
DEALER = WalletPages(
    folder="finance/dealer",
    home="dealer_money",
    deposit_money="dealer_deposit_money",
    deposit="dealer_deposit",
    deposit_back="dealer_deposit_back",
    withdraw_money="dealer_withdraw_money",
    withdrawal="dealer_withdrawal",
    cards="settlement_account",
    is_company=True,
)


def pages_of(user: User) -> WalletPages:
    """Return the pages on which a login sees its wallet."""
    return DEALER if user.kind == User.Kind.DEALER else CUSTOMER
