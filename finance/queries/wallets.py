"""What customers have."""

from collections.abc import Iterable
from typing import NamedTuple

from accounts.models import User
from finance.models import LedgerAccount
from finance.models.ledger import WALLET_CODES


class WalletBalance(NamedTuple):
    available_fen: int
    held_fen: int

    @property
    def total_fen(self) -> int:
        return self.available_fen + self.held_fen


EMPTY = WalletBalance(0, 0)


def wallet_balance(owner: User | int) -> WalletBalance:
    """Return what a customer has, available and held; nothing when no wallet was opened yet."""
    owner_id = owner if isinstance(owner, int) else owner.pk
    return wallet_balances([owner_id]).get(owner_id, EMPTY)


def wallet_balances(owner_ids: Iterable[int]) -> dict[int, WalletBalance]:
    """Return the wallets of many customers with one query; who has none is left out."""
    rows = LedgerAccount.objects.filter(code__in=WALLET_CODES, owner_id__in=list(owner_ids))
    found: dict[int, dict[str, int]] = {}
    for owner_id, code, debits_fen, credits_fen in rows.values_list(
        "owner_id", "code", "debits_fen", "credits_fen"
    ):
        found.setdefault(owner_id, {})[code] = credits_fen - debits_fen
    return {
        owner_id: WalletBalance(wallet.get("2001", 0), wallet.get("2002", 0))
        for owner_id, wallet in found.items()
    }
