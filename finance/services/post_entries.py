"""The one way money moves in the books."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from django.db import IntegrityError, connection, transaction

from finance.chart import COMPANY_IN_CUSTODY
from finance.errors import AlreadyReversed, InsufficientFunds, KeyReused
from finance.ledger_writers import postgresql, sqlite
from finance.models import Entry, LedgerAccount
from finance.posting import Batch, EntryInput, PostedEntry, make_batch

REFUSALS = {
    "ledger_account_wallet_not_negative": InsufficientFunds,
    "entry_reversed_at_most_once": AlreadyReversed,
    "finance_entry.reverses_id": AlreadyReversed,
}


def post_entries(entries: Sequence[EntryInput]) -> list[PostedEntry]:
    """Post any number of entries, all or nothing, in a constant number of statements; return them in their order.

    An entry whose key was posted before with the same contents is found, not posted again (`is_new` is False); dates
    do not count, so a retry after midnight matches. Accounts are opened when they are first posted to. Reads the
    business date FOR SHARE, then locks the accounts by id; a transaction posts once, after every other lock.

    Refuses InsufficientFunds when a wallet (available and held each for itself) or the company's money in custody
    would go below zero, KeyReused, AlreadyReversed and BadPosting; then nothing moved and the caller's transaction
    can go on.
    """
    if not entries:
        return []
    batch = make_batch(entries)
    try:
        with _scope(batch):
            ids = _write(batch)
    except IntegrityError as error:
        raise _refusal(error) from error
    return [PostedEntry(*ids[entry.idempotency_key]) for entry in entries]


def _scope(batch: Batch) -> AbstractContextManager[object]:
    """A transaction, or a savepoint in the caller's; one entry alone is one statement and commits by itself."""
    is_one_statement = connection.vendor == "postgresql" and len(batch.entries) == 1
    if is_one_statement and not batch.spends_company_money and not connection.in_atomic_block:
        return nullcontext()
    return transaction.atomic()


def _write(batch: Batch) -> dict[str, tuple[int, bool]]:
    writer = postgresql if connection.vendor == "postgresql" else sqlite
    ids = {
        batch.entries[written.position].idempotency_key: (written.id, True) for written in writer.write(batch)
    }
    if batch.spends_company_money and ids:
        _check_company_money()
    if len(ids) < len(batch.entries):
        ids |= _find_posted(batch, ids)
    return ids


def _check_company_money() -> None:
    """Refuse when the slots, which the posting has locked, add up to less than nothing."""
    rows = LedgerAccount.objects.filter(code=COMPANY_IN_CUSTODY).values_list("debits_fen", "credits_fen")
    if sum(credits_fen - debits_fen for debits_fen, credits_fen in rows) < 0:
        raise InsufficientFunds


def _find_posted(batch: Batch, ids: dict[str, tuple[int, bool]]) -> dict[str, tuple[int, bool]]:
    hashes = {
        entry.idempotency_key: fingerprint
        for entry, fingerprint in zip(batch.entries, batch.hashes, strict=True)
    }
    older = Entry.objects.filter(idempotency_key__in=[key for key in hashes if key not in ids])
    found = {}
    for entry_id, key, fingerprint in older.values_list("id", "idempotency_key", "input_hash"):
        if hashes[key] != fingerprint:
            raise KeyReused
        found[key] = (entry_id, False)
    return found


def _refusal(error: IntegrityError) -> Exception:
    text = str(error)
    return next((refusal() for name, refusal in REFUSALS.items() if name in text), error)
