"""How fast the ledger posts beside the same rows by plain SQL and by naive ORM, commits included.

The ways take turns on one growing set of tables, and the figures are medians of pairs, because machines are noisy.
"""

from functools import partial
from random import Random
from typing import Any

from django.db import connection, transaction

from accounts import clock
from operations.benchmarks.books import (
    Move,
    make_moves,
    make_wallets,
    paired_ratio,
    per_second,
    post_naively,
    post_ours,
    post_plain,
    timed,
    wallet_ids,
    write_plain,
)
from operations.benchmarks.scratch import Progress

ENTRIES = 20_000
BATCH = 1_000
WALLETS = 10_000
NAIVE_SAMPLE = 25
SINGLE_ROUNDS = 40
SINGLES_A_ROUND = 25

# The site's guarantees in one statement: the open day, the lock order, the key once, totals and transfer together.
SINGLE = """
WITH day AS MATERIALIZED (
    SELECT today_on FROM accounts_businessdate WHERE id = 1 FOR SHARE
), locked AS MATERIALIZED (
    SELECT id FROM finance_ledgeraccount WHERE id IN (%(debit)s, %(credit)s) ORDER BY id FOR NO KEY UPDATE
), entry AS (
    INSERT INTO finance_entry (
        kind, reference, business_date, value_on, posted_at, idempotency_key, input_hash
    )
    SELECT 'payment', 'B', today_on, today_on, %(now)s, %(key)s, %(hash)s FROM day
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING id
), updated AS (
    UPDATE finance_ledgeraccount AS row
    SET debits_fen = debits_fen + CASE WHEN row.id = %(debit)s THEN %(amount)s ELSE 0 END,
        credits_fen = credits_fen + CASE WHEN row.id = %(credit)s THEN %(amount)s ELSE 0 END
    FROM locked, entry WHERE row.id = locked.id
)
INSERT INTO finance_transfer (entry_id, debit_id, credit_id, amount_fen, purpose)
SELECT id, %(debit)s, %(credit)s, %(amount)s, 'p' FROM entry
"""


def run(
    progress: Progress,
    *,
    entries: int = ENTRIES,
    batch: int = BATCH,
    wallets: int = WALLETS,
    single_rounds: int = SINGLE_ROUNDS,
    seed: int = 1,
) -> dict[str, Any]:
    """Run the benchmark on the database at hand and return its figures."""
    random = Random(seed)  # noqa: S311
    progress(f"Opening {wallets} wallets.")
    owner_ids = make_wallets(wallets)
    accounts = wallet_ids(owner_ids)
    seconds: dict[str, list[float]] = {"ours": [], "plain": [], "naive": []}
    for n in range(entries // batch):
        progress(f"Batch {n + 1} of {entries // batch}.")
        sets = {
            way: make_moves(owner_ids, batch, label=f"{way}:{n}", random=random) for way in ("ours", "plain")
        }
        sample = make_moves(owner_ids, NAIVE_SAMPLE, label=f"naive:{n}", random=random)
        seconds["ours"].append(timed(partial(post_ours, sets["ours"])))
        seconds["plain"].append(timed(partial(post_plain, sets["plain"], accounts)))
        seconds["naive"].append(timed(partial(post_naively, sample)) * batch / NAIVE_SAMPLE)
    progress("One transfer at a time.")
    single_ours, single_plain = _time_singles(owner_ids, accounts, single_rounds, random)
    figures: dict[str, Any] = {
        "database": connection.vendor,
        "entries": entries,
        "batch": batch,
        "wallets": wallets,
        "ours_per_second": per_second(batch, seconds["ours"]),
        "plain_sql_per_second": per_second(batch, seconds["plain"]),
        "naive_per_second": per_second(batch, seconds["naive"]),
        "ours_to_plain_sql": paired_ratio(seconds["ours"], seconds["plain"]),
        "ours_to_naive": paired_ratio(seconds["ours"], seconds["naive"]),
        "single_ours_per_second": per_second(SINGLES_A_ROUND, single_ours),
        "single_sql_per_second": per_second(SINGLES_A_ROUND, single_plain),
        "single_to_sql": paired_ratio(single_ours, single_plain),
    }
    figures["ok"] = figures["ours_to_plain_sql"] >= 0.5 and figures["single_to_sql"] >= 0.6
    if connection.vendor == "postgresql":
        figures["ok"] = figures["ok"] and figures["ours_to_naive"] >= 20
    return figures


def _time_singles(
    owner_ids: list[int], accounts: dict[int, int], rounds: int, random: Random
) -> tuple[list[float], list[float]]:
    ours, plain = [], []
    for n in range(rounds):
        moves = make_moves(owner_ids, SINGLES_A_ROUND, label=f"single:{n}", random=random)
        others = make_moves(owner_ids, SINGLES_A_ROUND, label=f"single sql:{n}", random=random)
        ours.append(timed(partial(_post_singly, moves)))
        plain.append(timed(partial(_post_singly_plainly, others, accounts)))
    return ours, plain


def _post_singly(moves: list[Move]) -> None:
    for move in moves:
        post_ours([move])


def _post_singly_plainly(moves: list[Move], accounts: dict[int, int]) -> None:
    for move in moves:
        _post_one_plainly(move, accounts)


def _post_one_plainly(move: Move, accounts: dict[int, int]) -> None:
    """Post one move by the single statement; SQLite has no such statement, so its shortest transaction stands in."""
    debit, credit, now = accounts[move.payer_id], accounts[move.payee_id], clock.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                SINGLE,
                {
                    "debit": debit,
                    "credit": credit,
                    "amount": move.amount_fen,
                    "now": now,
                    "key": move.key,
                    "hash": "0" * 64,
                },
            )
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT today_on FROM accounts_businessdate WHERE id = 1")
        [today] = cursor.fetchone()
        cursor.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM finance_entry")
        [entry_id] = cursor.fetchone()
        entry = ("payment", "B", today, today, now, move.key, "0" * 64, entry_id)
        write_plain(cursor, [entry], [(entry_id, debit, credit, move.amount_fen, "p")])
