"""How fast one repayment reaches all its holders, beside the same rows by plain SQL."""

from functools import partial
from random import Random
from typing import Any

from django.db import connection, transaction

from accounts import clock
from finance import chart
from finance.chart import wallet_available
from finance.domain.money import split
from finance.models import LedgerAccount
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from operations.benchmarks.books import draw_id, make_wallets, paired_ratio, timed, wallet_ids, write_plain
from operations.benchmarks.scratch import Progress

HOLDERS = 10_000
ROUNDS = 7
PAID_FEN = 123_456_789


def run(progress: Progress, *, holders: int = HOLDERS, rounds: int = ROUNDS, seed: int = 1) -> dict[str, Any]:
    """Run the benchmark on the database at hand and return its figures."""
    random = Random(seed)  # noqa: S311
    progress(f"Opening {holders + 1} wallets.")
    payer_id, *holder_ids = make_wallets(holders + 1)
    accounts = wallet_ids([payer_id, *holder_ids])
    weights = [random.randint(100, 1_000_000) for _ in holder_ids]
    post_entries([_repayment("warm-up", payer_id, holder_ids, weights)])
    ours, plain = [], []
    for n in range(rounds):
        progress(f"Repayment {n + 1} of {rounds}.")
        key = f"repayment:{n}"
        ours.append(timed(partial(_repay, key, payer_id, holder_ids, weights)))
        plain.append(timed(partial(_repay_plainly, key, payer_id, holder_ids, weights, accounts)))
    slowness = round(1 / paired_ratio(ours, plain), 2)
    return {
        "database": connection.vendor,
        "holders": holders,
        "rounds": rounds,
        "ours_ms": round(min(ours) * 1000, 1),
        "plain_sql_ms": round(min(plain) * 1000, 1),
        "ours_to_plain_sql": slowness,
        "ok": slowness <= 2,
    }


def _repay(key: str, payer_id: int, holder_ids: list[int], weights: list[int]) -> None:
    post_entries([_repayment(key, payer_id, holder_ids, weights)])


def _repayment(key: str, payer_id: int, holder_ids: list[int], weights: list[int]) -> EntryInput:
    payer = wallet_available(payer_id)
    shares = split(PAID_FEN, weights)
    moves = [
        TransferInput(payer, wallet_available(holder_id), share_fen, "principal")
        for holder_id, share_fen in zip(holder_ids, shares, strict=True)
        if share_fen
    ]
    moves.append(TransferInput(chart.investors_claims(), chart.loans_outstanding(), PAID_FEN, "principal"))
    return EntryInput("repayment", "LN1", key, moves)


def _repay_plainly(
    key: str, payer_id: int, holder_ids: list[int], weights: list[int], accounts: dict[int, int]
) -> None:
    house = dict(LedgerAccount.objects.filter(code__in=["1301", "2301"]).values_list("code", "id"))
    with transaction.atomic():
        today, entry_id = clock.lock_business_date(), draw_id()
        shares = split(PAID_FEN, weights)
        transfers = [
            (entry_id, accounts[payer_id], accounts[holder_id], share_fen, "principal")
            for holder_id, share_fen in zip(holder_ids, shares, strict=True)
            if share_fen
        ]
        transfers.append((entry_id, house["2301"], house["1301"], PAID_FEN, "principal"))
        entry = ("repayment", "LN1", today, today, clock.now(), f"plain:{key}", "0" * 64, entry_id)
        with connection.cursor() as cursor:
            write_plain(cursor, [entry], transfers)
