"""One statement dates, inserts, locks in order, adds up and transfers, whatever the size of the batch."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from accounts import clock
from finance.chart import SLOTS, AccountRef
from finance.chart_in_force import find_accounts
from finance.ledger_writers import WrittenEntry
from finance.posting import Batch

# The locks are taken in one order, wallets by id and then house accounts by id: a plain UPDATE has no order and two
# batches would deadlock. Wallets come first because a batch locks them before it knows what it will post. The day is
# read FOR SHARE here, as clock.lock_business_date() does, to save a journey to the database. Positions are
# looked up in arrays instead of joined: the planner would take the joins for millions of rows and compile them.
POST = """
WITH day AS MATERIALIZED (
    SELECT COALESCE(%(closing_on)s::date, today_on) AS today_on FROM accounts_businessdate WHERE id = 1 FOR SHARE
), account AS MATERIALIZED (
    SELECT given.n, found.id
    FROM unnest(%(wallet_codes)s::text[], %(wallet_owners)s::bigint[])
        WITH ORDINALITY AS given (code, owner_id, n)
    LEFT JOIN finance_ledgeraccount AS found
        ON found.code = given.code AND found.owner_id = given.owner_id AND found.owner_id IS NOT NULL
  UNION ALL
    SELECT given.n + %(wallet_count)s, found.id
    FROM unnest(%(house_codes)s::text[]) WITH ORDINALITY AS given (code, n)
    LEFT JOIN finance_ledgeraccount AS found
        ON found.code = given.code AND found.slot = %(slot)s AND found.owner_id IS NULL
), accounts AS MATERIALIZED (
    SELECT array_agg(id ORDER BY n) AS ids, array_agg(n) FILTER (WHERE id IS NULL) AS missing FROM account
), given AS MATERIALIZED (
    SELECT * FROM unnest(
        %(kinds)s::text[], %(references)s::text[], %(keys)s::text[], %(hashes)s::text[],
        %(value_dates)s::date[], %(reverses)s::bigint[], %(persons)s::bigint[]
    ) WITH ORDINALITY AS entry (kind, reference, key, hash, value_on, reverses_id, posted_by_id, n)
), fresh AS (
    INSERT INTO finance_entry (
        kind, reference, business_date, value_on, posted_at, idempotency_key, input_hash, reverses_id, posted_by_id
    )
    SELECT kind, reference, today_on, COALESCE(value_on, today_on), %(now)s, key, hash, reverses_id, posted_by_id
    FROM given, day
    WHERE (SELECT missing IS NULL FROM accounts)
    ORDER BY n
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING id, idempotency_key
), written AS MATERIALIZED (
    SELECT array_agg(COALESCE(fresh.id, 0) ORDER BY given.n) AS ids
    FROM given LEFT JOIN fresh ON fresh.idempotency_key = given.key
), movement AS MATERIALIZED (
    SELECT
        (SELECT ids FROM written)[move.entry] AS entry_id,
        (SELECT ids FROM accounts)[move.debit] AS debit_id,
        (SELECT ids FROM accounts)[move.credit] AS credit_id,
        amount_fen, purpose, n
    FROM unnest(
        %(entries)s::int[], %(debits)s::int[], %(credits)s::int[], %(amounts)s::bigint[], %(purposes)s::text[]
    ) WITH ORDINALITY AS move (entry, debit, credit, amount_fen, purpose, n)
    WHERE (SELECT ids FROM written)[move.entry] > 0
), locked AS MATERIALIZED (
    SELECT row.id, change.debits_fen, change.credits_fen
    FROM finance_ledgeraccount AS row
    JOIN (
        SELECT account_id, SUM(debit_fen)::bigint AS debits_fen, SUM(credit_fen)::bigint AS credits_fen
        FROM (
            SELECT debit_id AS account_id, amount_fen AS debit_fen, 0 AS credit_fen FROM movement
          UNION ALL
            SELECT credit_id, 0, amount_fen FROM movement
            {company_slots}
        ) AS side
        GROUP BY account_id
    ) AS change ON change.account_id = row.id
    ORDER BY row.owner_id IS NULL, row.id
    FOR NO KEY UPDATE OF row
), updated AS (
    UPDATE finance_ledgeraccount AS row
    SET debits_fen = row.debits_fen + locked.debits_fen, credits_fen = row.credits_fen + locked.credits_fen
    FROM locked
    WHERE row.id = locked.id
), transferred AS (
    INSERT INTO finance_transfer (entry_id, debit_id, credit_id, amount_fen, purpose)
    SELECT entry_id, debit_id, credit_id, amount_fen, purpose FROM movement ORDER BY n
)
SELECT (SELECT today_on FROM day), (SELECT missing FROM accounts), (SELECT ids FROM written)
"""
# Spending the company's money in custody locks all its slots with the rest, so that their sum can be checked.
COMPANY_SLOTS = (
    """UNION ALL SELECT id, 0, 0 FROM finance_ledgeraccount WHERE code = '2190' AND owner_id IS NULL"""
)
POST_PLAIN = POST.format(company_slots="")
POST_SPENDING = POST.format(company_slots=COMPANY_SLOTS)

OPEN = """
INSERT INTO finance_ledgeraccount (code, slot, owner_id, kind, debits_fen, credits_fen)
SELECT code, slot, owner_id, kind, 0, 0
FROM unnest(%s::text[], %s::int[], %s::bigint[], %s::text[]) AS given (code, slot, owner_id, kind)
ON CONFLICT DO NOTHING
"""


# One entry with few transfers, the most frequent posting of all: a function whose plans the session keeps.
POST_ONE = "SELECT finance_post_entry(" + ", ".join(["%s"] * 18) + ")"
FEW = 16


def write(batch: Batch) -> list[WrittenEntry]:
    """Write the entries whose keys are new and return them; accounts that are missing are opened on the way."""
    if len(batch.entries) == 1 and len(batch.transfers) <= FEW and not batch.spends_company_money:
        written = _write_one(batch)
        if written is not None:
            return written
    return _write_many(batch)


def _write_one(batch: Batch) -> list[WrittenEntry] | None:
    """Write one small entry; None where an account or the business date has to be opened first."""
    [entry] = batch.entries
    debit_sums, credit_sums = [0] * len(batch.accounts), [0] * len(batch.accounts)
    for transfer in batch.transfers:
        debit_sums[transfer.debit] += transfer.amount_fen
        credit_sums[transfer.credit] += transfer.amount_fen
    with connection.cursor() as cursor:
        cursor.execute(
            POST_ONE,
            [
                entry.kind,
                entry.reference,
                entry.idempotency_key,
                batch.hashes[0],
                entry.value_on,
                entry.reverses_id,
                entry.posted_by_id,
                clock.now(),
                clock.closing_on(),
                _slot(),
                _texts(ref.code for ref in batch.accounts),
                _numbers(ref.owner_id for ref in batch.accounts),
                _numbers(debit_sums),
                _numbers(credit_sums),
                _numbers(transfer.debit + 1 for transfer in batch.transfers),
                _numbers(transfer.credit + 1 for transfer in batch.transfers),
                _numbers(transfer.amount_fen for transfer in batch.transfers),
                _texts(transfer.purpose for transfer in batch.transfers),
            ],
        )
        [entry_id] = cursor.fetchone()
    if entry_id == -1:
        return None
    return [WrittenEntry(0, entry_id)] if entry_id is not None else []


def _slot() -> int:
    """The slot of this session: another worker, another slot."""
    connection.ensure_connection()
    return int(connection.connection.get_backend_pid()) % SLOTS


def _write_many(batch: Batch) -> list[WrittenEntry]:
    parameters = _parameters(batch)
    statement = POST_SPENDING if batch.spends_company_money else POST_PLAIN
    with connection.cursor() as cursor:
        for _attempt in range(3):
            cursor.execute(statement, parameters)
            today_on, missing, ids = cursor.fetchone()
            if today_on is not None and missing is None:
                return [WrittenEntry(position, entry_id) for position, entry_id in enumerate(ids) if entry_id]
            if today_on is None:
                clock.today()
            if missing:
                _open(cursor, [batch.accounts[n - 1] for n in missing], parameters["slot"])
    raise RuntimeError("The ledger accounts could not be opened.")


def _open(cursor: CursorWrapper, refs: list[AccountRef], slot: int) -> None:
    known = find_accounts(ref.code for ref in refs)
    cursor.execute(
        OPEN,
        [
            _texts(ref.code for ref in refs),
            _numbers(0 if ref.owner_id else slot for ref in refs),
            _numbers(ref.owner_id for ref in refs),
            _texts(known[ref.code].kind for ref in refs),
        ],
    )


def _parameters(batch: Batch) -> dict[str, Any]:
    entries, transfers = batch.entries, batch.transfers
    return {
        "slot": _slot(),
        "now": clock.now(),
        "closing_on": clock.closing_on(),
        "wallet_codes": _texts(ref.code for ref in batch.wallets),
        "wallet_owners": _numbers(ref.owner_id for ref in batch.wallets),
        "wallet_count": len(batch.wallets),
        "house_codes": _texts(ref.code for ref in batch.house),
        "kinds": _texts(entry.kind for entry in entries),
        "references": _texts(entry.reference for entry in entries),
        "keys": _texts(entry.idempotency_key for entry in entries),
        "hashes": _texts(batch.hashes),
        "value_dates": _dates(entry.value_on for entry in entries),
        "reverses": _numbers(entry.reverses_id for entry in entries),
        "persons": _numbers(entry.posted_by_id for entry in entries),
        "entries": _numbers(transfer.entry + 1 for transfer in transfers),
        "debits": _numbers(transfer.debit + 1 for transfer in transfers),
        "credits": _numbers(transfer.credit + 1 for transfer in transfers),
        "amounts": _numbers(transfer.amount_fen for transfer in transfers),
        "purposes": _texts(transfer.purpose for transfer in transfers),
    }


# An array as one literal costs the parser a tenth of what ARRAY[…] with an expression for each member does.
def _numbers(values: Iterable[int | None]) -> str:
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"


def _dates(values: Iterable[dt.date | None]) -> str:
    return "{" + ",".join(["NULL" if value is None else value.isoformat() for value in values]) + "}"


def _texts(values: Iterable[str]) -> str:
    return (
        "{"
        + ",".join(['"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values])
        + "}"
    )
