"""The same on the embedded database, whose write transaction is alone: no locks, rows handed over as JSON."""

import json
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from accounts import clock
from finance.chart import AccountRef
from finance.chart_in_force import find_accounts
from finance.ledger_writers import WrittenEntry
from finance.posting import Batch

FIND_WALLETS = """
SELECT given.key, row.id FROM json_each(%s) AS given
JOIN finance_ledgeraccount AS row
    ON row.code = json_extract(given.value, '$[0]')
    AND row.owner_id = json_extract(given.value, '$[1]') AND row.owner_id IS NOT NULL
"""
FIND_HOUSE = """
SELECT given.key + %s, row.id FROM json_each(%s) AS given
JOIN finance_ledgeraccount AS row ON row.code = given.value AND row.slot = 0 AND row.owner_id IS NULL
"""
OPEN = """
INSERT INTO finance_ledgeraccount (code, slot, owner_id, kind, debits_fen, credits_fen)
SELECT json_extract(value, '$[0]'), 0, json_extract(value, '$[1]'), json_extract(value, '$[2]'), 0, 0
FROM json_each(%s) WHERE TRUE
ON CONFLICT DO NOTHING
"""
ENTER = """
INSERT INTO finance_entry (
    kind, reference, business_date, value_on, posted_at, idempotency_key, input_hash, reverses_id, posted_by_id
)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), %s,
    COALESCE(json_extract(value, '$[2]'), %s), %s,
    json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'), json_extract(value, '$[6]')
FROM json_each(%s) WHERE TRUE
ON CONFLICT (idempotency_key) DO NOTHING
RETURNING id, idempotency_key
"""
ADD = """
UPDATE finance_ledgeraccount
SET debits_fen = debits_fen + json_extract(given.value, '$[1]'),
    credits_fen = credits_fen + json_extract(given.value, '$[2]')
FROM json_each(%s) AS given
WHERE finance_ledgeraccount.id = json_extract(given.value, '$[0]')
"""
TRANSFER = """
INSERT INTO finance_transfer (entry_id, debit_id, credit_id, amount_fen, purpose)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]')
FROM json_each(%s)
"""


def write(batch: Batch) -> list[WrittenEntry]:
    """Write the entries whose keys are new and return them; accounts that are missing are opened on the way."""
    today = clock.lock_business_date().isoformat()
    with connection.cursor() as cursor:
        accounts = _find_or_open(cursor, batch)
        written = _enter(cursor, batch, today)
        ids = {entry.position: entry.id for entry in written}
        rows, sums = [], {}
        for position, debit, credit, amount_fen, purpose in batch.transfers:
            if position in ids:
                rows.append((ids[position], accounts[debit], accounts[credit], amount_fen, purpose))
                sums.setdefault(accounts[debit], [0, 0])[0] += amount_fen
                sums.setdefault(accounts[credit], [0, 0])[1] += amount_fen
        cursor.execute(ADD, [json.dumps([(account, *sums[account]) for account in sorted(sums)])])
        cursor.execute(TRANSFER, [json.dumps(rows)])
    return written


def _find_or_open(cursor: CursorWrapper, batch: Batch) -> dict[int, int]:
    found = _find(cursor, batch)
    missing = [ref for position, ref in enumerate(batch.accounts) if position not in found]
    if missing:
        _open(cursor, missing)
        found = _find(cursor, batch)
    return found


def _find(cursor: CursorWrapper, batch: Batch) -> dict[int, int]:
    statements: list[tuple[str, list[Any]]] = []
    if batch.wallets:
        statements.append((FIND_WALLETS, [json.dumps(batch.wallets)]))
    if batch.house:
        statements.append((FIND_HOUSE, [len(batch.wallets), json.dumps([ref.code for ref in batch.house])]))
    cursor.execute(
        " UNION ALL ".join(statement for statement, _ in statements),
        [parameter for _, parameters in statements for parameter in parameters],
    )
    return dict(cursor.fetchall())


def _open(cursor: CursorWrapper, refs: list[AccountRef]) -> None:
    known = find_accounts(ref.code for ref in refs)
    cursor.execute(OPEN, [json.dumps([(ref.code, ref.owner_id, known[ref.code].kind) for ref in refs])])


def _enter(cursor: CursorWrapper, batch: Batch, today: str) -> list[WrittenEntry]:
    rows = [
        (
            entry.kind,
            entry.reference,
            entry.value_on and entry.value_on.isoformat(),
            entry.idempotency_key,
            fingerprint,
            entry.reverses_id,
            entry.posted_by_id,
        )
        for entry, fingerprint in zip(batch.entries, batch.hashes, strict=True)
    ]
    now = connection.ops.adapt_datetimefield_value(clock.now())
    cursor.execute(ENTER, [today, today, now, json.dumps(rows)])
    positions = {entry.idempotency_key: position for position, entry in enumerate(batch.entries)}
    return [WrittenEntry(positions[key], entry_id) for entry_id, key in cursor.fetchall()]
