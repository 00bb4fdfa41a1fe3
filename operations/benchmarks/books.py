"""What the money benchmarks share: people with wallets, and the same postings by plain SQL and by naive ORM."""

import datetime as dt
import io
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from random import Random
from statistics import median
from typing import Any, NamedTuple

from django.db import connection, transaction

from accounts import clock
from accounts.models import User
from finance import chart
from finance.chart import wallet_available
from finance.models import Entry, LedgerAccount, Transfer
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries

FUNDED_FEN = 10**12


class Move(NamedTuple):
    """One entry of one transfer between two wallets."""

    key: str
    payer_id: int
    payee_id: int
    amount_fen: int


def make_wallets(count: int) -> list[int]:
    """Create customers with money and return their ids."""
    start = User.objects.count()
    users = [User(number=f"UBENCH{start + n:08d}") for n in range(count)]
    ids = [user.pk for user in User.objects.bulk_create(users, batch_size=500)]
    bank = chart.custody_bank()
    for at in range(0, count, 1000):
        post_entries(
            [
                EntryInput(
                    "deposit",
                    "B",
                    f"fund:{owner_id}",
                    [TransferInput(bank, wallet_available(owner_id), FUNDED_FEN)],
                )
                for owner_id in ids[at : at + 1000]
            ]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return ids


def make_moves(owner_ids: Sequence[int], count: int, *, label: str, random: Random) -> list[Move]:
    """Return transfers between random wallets, each with a key of its own."""
    moves = []
    for n in range(count):
        payer_id, payee_id = random.sample(owner_ids, 2)
        moves.append(Move(f"{label}:{n}", payer_id, payee_id, random.randint(1, 10_000)))
    return moves


def wallet_ids(owner_ids: Iterable[int], code: str = "2001") -> dict[int, int]:
    """Return the row of each owner's available (2001) or held (2002) wallet, which plain SQL is given for nothing."""
    rows = LedgerAccount.objects.filter(code=code).values_list("owner_id", "id")
    wanted = set(owner_ids)
    return {owner_id: row_id for owner_id, row_id in rows if owner_id in wanted}


def post_ours(moves: Sequence[Move]) -> None:
    """Post the moves as the site does."""
    post_entries(
        [
            EntryInput(
                "payment",
                "B",
                move.key,
                [
                    TransferInput(
                        wallet_available(move.payer_id), wallet_available(move.payee_id), move.amount_fen, "p"
                    )
                ],
            )
            for move in moves
        ]
    )


def post_naively(moves: Sequence[Move]) -> None:
    """Post the moves row by row, the way a model-minded programmer would."""
    for move in moves:
        with transaction.atomic():
            today = clock.lock_business_date()
            entry = Entry.objects.create(
                kind="payment",
                reference="B",
                business_date=today,
                value_on=today,
                posted_at=clock.now(),
                idempotency_key=move.key,
                input_hash="0" * 64,
            )
            payer = LedgerAccount.objects.select_for_update().get(code="2001", owner_id=move.payer_id)
            payee = LedgerAccount.objects.select_for_update().get(code="2001", owner_id=move.payee_id)
            payer.debits_fen += move.amount_fen
            payer.save()
            payee.credits_fen += move.amount_fen
            payee.save()
            # Transfer.save() refuses, so the model's own row writer stands in for it.
            Transfer(
                entry=entry, debit=payer, credit=payee, amount_fen=move.amount_fen, purpose="p"
            ).save_base(force_insert=True)


def post_plain(moves: Sequence[Move], accounts: dict[int, int]) -> None:
    """Write the same rows by hand-written SQL: COPY and one balance UPDATE, or executemany on SQLite."""
    today, now = clock.today(), clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        ids = _draw_ids(cursor, len(moves))
        entries = [
            ("payment", "B", today, today, now, move.key, "0" * 64, entry_id)
            for move, entry_id in zip(moves, ids, strict=True)
        ]
        transfers = [
            (entry_id, accounts[move.payer_id], accounts[move.payee_id], move.amount_fen, "p")
            for move, entry_id in zip(moves, ids, strict=True)
        ]
        write_plain(cursor, entries, transfers)


def write_plain(cursor: Any, entries: list[tuple[Any, ...]], transfers: list[tuple[Any, ...]]) -> None:
    """Write entries, transfers and totals by hand, the fastest way the database offers."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for _entry_id, debit_id, credit_id, amount_fen, _purpose in transfers:
        sums[debit_id][0] += amount_fen
        sums[credit_id][1] += amount_fen
    rows = [(account_id, *sums[account_id]) for account_id in sorted(sums)]
    columns = (
        "kind",
        "reference",
        "business_date",
        "value_on",
        "posted_at",
        "idempotency_key",
        "input_hash",
        "id",
    )
    parts = ("entry_id", "debit_id", "credit_id", "amount_fen", "purpose")
    if connection.vendor == "postgresql":
        copy_rows(cursor, "finance_entry", columns, entries)
        copy_rows(cursor, "finance_transfer", parts, transfers)
        cursor.execute(
            "UPDATE finance_ledgeraccount AS row SET debits_fen = row.debits_fen + given.d,"
            " credits_fen = row.credits_fen + given.c"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS given (id, d, c) WHERE row.id = given.id",
            ["{" + ",".join(str(row[n]) for row in rows) + "}" for n in range(3)],
        )
        return
    insert_rows(cursor, "finance_entry", columns, entries)
    insert_rows(cursor, "finance_transfer", parts, transfers)
    cursor.executemany(
        "UPDATE finance_ledgeraccount SET debits_fen = debits_fen + %s, credits_fen = credits_fen + %s WHERE id = %s",
        [(debits, credits_fen, account_id) for account_id, debits, credits_fen in rows],
    )


def _draw_ids(cursor: Any, count: int) -> list[int]:
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('finance_entry', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]
    cursor.execute("SELECT COALESCE(MAX(id), 0) FROM finance_entry")
    first = cursor.fetchone()[0] + 1
    return list(range(first, first + count))


def draw_id() -> int:
    """Draw one entry id, for a plain-SQL entry."""
    with connection.cursor() as cursor:
        return _draw_ids(cursor, 1)[0]


def copy_rows(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows by COPY."""
    text = io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows))
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)


def insert_rows(cursor: Any, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Write rows by executemany."""
    marks = ", ".join(["%s"] * len(columns))
    plain = [tuple(map(_plain, row)) for row in rows]
    cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", plain)  # noqa: S608


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value if isinstance(value, int | str) else str(value)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds a piece of work took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def paired_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of theirs / ours, pair by pair, so that a busy moment of the machine hits both."""
    return round(median(their / our for our, their in zip(ours, theirs, strict=True)), 2)


def per_second(count: int, seconds: Sequence[float]) -> int:
    """Return how many were done in a second, by the median round."""
    return round(count / median(seconds))


def as_text(document: dict[str, Any]) -> str:
    """Return a benchmark's figures for people, one line each."""
    width = max(len(name) for name in document)
    return "\n".join(f"{name:<{width}}  {json.dumps(value)}" for name, value in document.items())
