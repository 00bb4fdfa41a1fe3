"""Short words for tests about money."""

import itertools

from accounts.models import User
from finance import chart
from finance.chart import AccountRef
from finance.models import LedgerAccount
from finance.posting import EntryInput, TransferInput
from finance.queries.wallets import wallet_balance
from finance.services.post_entries import post_entries

_running = itertools.count(1)


def entry(
    *transfers: TransferInput, key: str = "", kind: str = "test", reference: str = "T1", **more
) -> EntryInput:
    """Return an entry with a key of its own unless one is given."""
    return EntryInput(kind, reference, key or f"test:{next(_running)}", transfers, **more)


def deposit(owner: User, amount_fen: int, key: str = "") -> None:
    """Give a customer money, as a confirmed deposit does."""
    move = TransferInput(chart.custody_bank(), chart.wallet_available(owner), amount_fen, "deposit")
    post_entries([entry(move, key=key, kind="deposit")])


def pay(payer: AccountRef, payee: AccountRef, amount_fen: int, key: str = "") -> EntryInput:
    """Return an entry of one transfer."""
    return entry(TransferInput(payer, payee, amount_fen, "payment"), key=key)


def balance_fen(ref: AccountRef) -> int:
    """Return an account's balance on its normal side, all slots together."""
    rows = LedgerAccount.objects.filter(code=ref.code, owner_id=ref.owner_id)
    return sum(row.balance_fen for row in rows)


def wallet(owner: User) -> tuple[int, int]:
    """Return (available, held) of a customer."""
    balance = wallet_balance(owner)
    return balance.available_fen, balance.held_fen
