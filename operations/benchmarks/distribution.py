"""How fast one repayment reaches all its holders, beside the same rows by plain SQL.

Once as the ledger sees it (one entry, a transfer to each holder), once as lending pays an instalment: principal and
interest to each holder, a receipt for each claim, every claim lowered. Then the ends of a loan of as many: the payout
of every bid, and an early settlement.
"""

from functools import partial
from random import Random
from typing import Any

from django.db import connection, transaction

from accounts import clock
from accounts.models import User
from finance import chart
from finance.chart import wallet_available
from finance.domain.money import split
from finance.models import LedgerAccount
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from lending.models import Loan
from lending.services.pay_loan import pay_loan
from operations.benchmarks.books import draw_id, make_wallets, paired_ratio, timed, wallet_ids, write_plain
from operations.benchmarks.ends import time_ends
from operations.benchmarks.lent import make_loan, next_instalment, pay_plainly, plan_plainly
from operations.benchmarks.scratch import Progress

HOLDERS = 10_000
ROUNDS = 7
PAID_FEN = 123_456_789
# A payout or settlement is a whole loan each time: fewer rounds tell enough.
END_ROUNDS = 3
# As many times the seconds of plain SQL are in order. The ends move every bid, hold and claim through its state.
MOST = {"posting": 2, "instalment": 2, "payout": 5, "settlement": 5}


def run(progress: Progress, *, holders: int = HOLDERS, rounds: int = ROUNDS, seed: int = 1) -> dict[str, Any]:
    """Run the benchmark on the database at hand and return its figures; a loan has rounds for 12 instalments."""
    progress(f"Opening {holders + 4} wallets.")
    payer_id, other_id, end_id, other_end_id, *holder_ids = make_wallets(holders + 4)
    accounts = wallet_ids([payer_id, other_id, *holder_ids])
    figures: dict[str, Any] = {"database": connection.vendor, "holders": holders, "rounds": rounds}
    ours, plain = _time_postings(progress, payer_id, holder_ids, accounts, rounds, seed)
    figures |= _compare("posting", ours, plain)
    ours, plain = _time_instalments(progress, (payer_id, other_id), holder_ids, accounts, rounds)
    figures |= _compare("instalment", ours, plain)
    paid_out, paid_off = time_ends(progress, (end_id, other_end_id), holder_ids, min(rounds, END_ROUNDS))
    figures |= _compare("payout", *paid_out) | _compare("settlement", *paid_off)
    figures["ok"] = all(figures[f"{name}_to_plain_sql"] <= most for name, most in MOST.items())
    return figures


def _compare(name: str, ours: list[float], plain: list[float]) -> dict[str, Any]:
    return {
        f"{name}_ms": round(min(ours) * 1000, 1),
        f"{name}_plain_sql_ms": round(min(plain) * 1000, 1),
        f"{name}_to_plain_sql": round(1 / paired_ratio(ours, plain), 2),
    }


def _time_postings(
    progress: Progress, payer_id: int, holder_ids: list[int], accounts: dict[int, int], rounds: int, seed: int
) -> tuple[list[float], list[float]]:
    random = Random(seed)  # noqa: S311
    weights = [random.randint(100, 1_000_000) for _ in holder_ids]
    _repay("warm-up", payer_id, holder_ids, weights)
    ours, plain = [], []
    for n in range(rounds):
        progress(f"Posting {n + 1} of {rounds}.")
        key = f"repayment:{n}"
        ours.append(timed(partial(_repay, key, payer_id, holder_ids, weights)))
        plain.append(timed(partial(_repay_plainly, key, payer_id, holder_ids, weights, accounts)))
    return ours, plain


def _time_instalments(
    progress: Progress,
    payer_ids: tuple[int, int],
    holder_ids: list[int],
    accounts: dict[int, int],
    rounds: int,
) -> tuple[list[float], list[float]]:
    progress("Lending to two borrowers.")
    payer, other = (User.objects.get(pk=user_id) for user_id in payer_ids)
    loan, other_loan = make_loan(payer.pk, holder_ids), make_loan(other.pk, holder_ids)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ours, plain = [], []
    for n in range(rounds):
        progress(f"Instalment {n + 1} of {rounds}.")
        ours.append(timed(partial(_pay, loan, payer)))
        plan = plan_plainly(other_loan)
        plain.append(timed(partial(pay_plainly, plan, other, accounts)))
    return ours, plain


def _pay(loan: Loan, payer: User) -> None:
    due = next_instalment(loan)
    pay_loan(loan=loan, payer=payer, amount_fen=due.principal_fen + due.interest_fen, key=f"n{due.n}")


def _repay(key: str, payer_id: int, holder_ids: list[int], weights: list[int]) -> None:
    payer = wallet_available(payer_id)
    shares = split(PAID_FEN, weights)
    moves = [
        TransferInput(payer, wallet_available(holder_id), share_fen, "principal")
        for holder_id, share_fen in zip(holder_ids, shares, strict=True)
        if share_fen
    ]
    moves.append(TransferInput(chart.investors_claims(), chart.loans_outstanding(), PAID_FEN, "principal"))
    post_entries([EntryInput("repayment", "LN1", key, moves)])


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
