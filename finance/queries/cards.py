"""A customer's bank cards."""

from accounts.dealers.queries import owner_of
from accounts.models import Dealer, User
from finance.models import BankCard


def cards_of(user: User) -> list[BankCard]:
    """Return the cards a customer sees, the default one first; removed ones are gone."""
    rows = BankCard.objects.filter(user=user).exclude(status=BankCard.Status.REMOVED)
    return list(rows.order_by("-is_default", "-pk")[:20])


def verified_cards(user: User) -> list[BankCard]:
    """Return the cards money may come from and go to, the default one first."""
    rows = BankCard.objects.filter(user=user, status=BankCard.Status.VERIFIED)
    return list(rows.order_by("-is_default", "-pk")[:20])


def verified_card(user: User) -> BankCard | None:
    """Return the default card, else the newest verified one."""
    return next(iter(verified_cards(user)), None)


def settlement_accounts(dealer: Dealer) -> list[BankCard]:
    """Return the accounts a dealer's owner has named for the company, the one in use first."""
    owner = owner_of(dealer)
    return cards_of(owner) if owner is not None else []


def settlement_account(dealer: Dealer) -> BankCard | None:
    """Return the verified account to which a dealer is paid."""
    owner = owner_of(dealer)
    return verified_card(owner) if owner is not None else None
