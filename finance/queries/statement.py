"""A customer's statement as a file: every transfer of the wallet, oldest first, with the balance after it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from accounts.models import User
from finance.entry_kinds import entry_kind_name, purpose_name
from finance.models import LedgerAccount, Transfer
from finance.models.ledger import WALLET_CODES


@dataclass(frozen=True)
class StatementLine:
    """One transfer as the wallet's owner reads it; changes and balances in fen."""

    id: int
    posted_at: dt.datetime
    business_date: dt.date
    kind: str
    kind_label: str
    purpose_label: str
    reference: str
    available_change_fen: int
    held_change_fen: int
    available_after_fen: int
    held_after_fen: int


def statement_lines(user: User) -> Iterator[StatementLine]:
    """Yield the whole statement, oldest first, without holding it in memory."""
    accounts = wallet_accounts(user)
    after = (0, 0)
    for row in wallet_transfers(accounts).order_by("pk").iterator(chunk_size=500):
        line = _line(row, accounts, after)
        after = (after[0] + line.available_change_fen, after[1] + line.held_change_fen)
        yield replace(line, available_after_fen=after[0], held_after_fen=after[1])


def wallet_accounts(user: User) -> dict[str, int]:
    """Return the ids of the two ledger accounts of a wallet by their codes, as far as they were opened."""
    rows = LedgerAccount.objects.filter(owner=user, code__in=WALLET_CODES)
    return dict(rows.values_list("code", "pk"))


def wallet_transfers(accounts: dict[str, int]) -> QuerySet[Transfer]:
    """Return the transfers into and out of a wallet, with their entries."""
    ids = list(accounts.values())
    return Transfer.objects.select_related("entry").filter(Q(debit_id__in=ids) | Q(credit_id__in=ids))


def _line(row: Transfer, accounts: dict[str, int], after: tuple[int, int]) -> StatementLine:
    available, held = (change_of(row, accounts.get(code)) for code in WALLET_CODES)
    entry = row.entry
    return StatementLine(
        id=row.pk,
        posted_at=entry.posted_at,
        business_date=entry.business_date,
        kind=entry.kind,
        kind_label=entry_kind_name(entry.kind),
        purpose_label=purpose_name(row.purpose),
        reference=entry.reference,
        available_change_fen=available,
        held_change_fen=held,
        available_after_fen=after[0],
        held_after_fen=after[1],
    )


def change_of(row: Transfer, account_id: int | None) -> int:
    """Return what a transfer changed in an account, in fen; nothing where the account was never opened."""
    if account_id is None:
        return 0
    return row.amount_fen * ((row.credit_id == account_id) - (row.debit_id == account_id))
