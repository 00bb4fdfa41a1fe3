"""The two ends of a loan with many holders, each beside the same rows by plain SQL: paid out, and paid off early.

The events of every bid, hold and claim are among the rows, for they are history and message at once.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F, Model

from accounts import clock
from accounts.models import User
from accounts.numbers import next_number, next_numbers
from finance import chart
from finance.chart import wallet_available, wallet_held
from finance.models import Hold, LedgerAccount
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from lending.models import Application, Bid, BorrowerStanding, Claim, Decision, Instalment, Listing, Loan
from lending.queries.quotes import quote_loan
from lending.services.disburse_loan import LockedListing, Payee, pay_out
from lending.services.settle_loan import settle_loan
from operations.benchmarks.books import copy_rows, draw_id, insert_rows, timed, wallet_ids, write_plain
from operations.benchmarks.lent import CLAIM_FEN, PERIODS, RATE_PPM, open_listing, write_loan
from operations.benchmarks.scratch import Progress

Times = tuple[list[float], list[float]]


class Written(NamedTuple):
    """When and on which day plain SQL writes."""

    today: dt.date
    now: dt.datetime


def time_ends(
    progress: Progress, payer_ids: tuple[int, int], holder_ids: list[int], rounds: int
) -> tuple[Times, Times]:
    """Return the seconds of so many payouts, and of the early settlements of the same loans: ours, and by plain SQL."""
    payer, other = (User.objects.get(pk=user_id) for user_id in payer_ids)
    paid_out: Times = ([], [])
    paid_off: Times = ([], [])
    for n in range(rounds):
        progress(f"Paying out and paying off {n + 1} of {rounds}.")
        ours, plain = (_fund(one, holder_ids) for one in (payer, other))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        paid_out[0].append(timed(partial(_pay_out, ours)))
        bids = list(Bid.objects.filter(listing=plain).order_by("pk"))
        accounts = wallet_ids([other.pk, *holder_ids]), wallet_ids(holder_ids, "2002")
        paid_out[1].append(timed(partial(_pay_out_plainly, plain, bids, accounts)))
        loan, plain_loan = Loan.objects.get(listing=ours), Loan.objects.get(listing=plain)
        owed = {"shown_fen": loan.outstanding_fen, "key": f"end{n}"}
        paid_off[0].append(timed(partial(settle_loan, loan=loan, payer=payer, **owed)))
        claims = list(Claim.objects.filter(loan=plain_loan).order_by("number"))
        paid_off[1].append(timed(partial(_pay_off_plainly, plain_loan, other, claims, accounts[0])))
    return paid_out, paid_off


def _fund(borrower: User, holder_ids: Sequence[int]) -> Listing:
    """Write a full listing with a held bid of each holder, without the way that leads to one."""
    listing, at, today = open_listing(borrower.pk, CLAIM_FEN * len(holder_ids)), clock.now(), clock.today()
    _decide(listing, holder_ids[0])
    moves = [TransferInput(wallet_available(pk), wallet_held(pk), CLAIM_FEN, "bid") for pk in holder_ids]
    [placed] = post_entries([EntryInput("hold.placed", listing.number, f"fund:{listing.number}", moves)])
    holds = Hold.objects.bulk_create(
        [
            Hold(
                number=number,
                owner_id=owner_id,
                amount_fen=CLAIM_FEN,
                purpose="bid",
                reference=listing.number,
                held_at=at,
                placed_entry_id=placed.id,
            )
            for number, owner_id in zip(next_numbers("HD", len(holder_ids)), holder_ids, strict=True)
        ],
        batch_size=500,
    )
    Bid.objects.bulk_create(
        [
            Bid(
                number=number,
                listing=listing,
                investor_id=hold.owner_id,
                amount_fen=CLAIM_FEN,
                hold=hold,
                suitability_type="C3",
                risk_notice_at=at,
                placed_at=at,
                placed_on=today,
            )
            for number, hold in zip(next_numbers("BD", len(holds)), holds, strict=True)
        ],
        batch_size=500,
    )
    return listing


def _decide(listing: Listing, decider_id: int) -> None:
    """Bring the application and its listing to where they are paid out."""
    at, today, amount_fen = clock.now(), clock.today(), listing.amount_fen
    decision = Decision.objects.create(
        application=listing.application,
        outcome="approve",
        amount_fen=amount_fen,
        rate_ppm=RATE_PPM,
        grade="A",
        offer_until_on=today,
        valid_until_on=today,
        decided_by_id=decider_id,
        decided_at=at,
        decided_on=today,
    )
    asked = {
        "amount_fen": amount_fen,
        "periods": PERIODS,
        "method": "equal_instalment",
        "purpose": "furniture",
        "monthly_income_fen": 0,
        "submitted_at": at,
        "submitted_on": today,
        "credit_consent_at": at,
        "decision_id": decision.pk,
        "accepted_at": at,
        "offer_hash": "0" * 64,
    }
    full = {"bid_fen": amount_fen, "full_at": at, "full_on": today, "disburse_by_on": today}
    with connection.cursor() as cursor:
        _set_status(cursor, Application, listing.application_id, "funded", **asked)
        _set_status(cursor, Listing, listing.pk, "full", **full)


def _pay_out(funded: Listing) -> None:
    with transaction.atomic():
        today = clock.lock_business_date()
        listing = Listing.objects.select_related(
            "borrower__person", "application__decision", "product_version__product"
        ).get(pk=funded.pk)
        quote = quote_loan(
            listing.product_version,
            amount_fen=listing.amount_fen,
            rate_ppm=listing.rate_ppm,
            periods=listing.periods,
            method=listing.method,
            on=today,
        )
        # The checks before it take the same time for one bid and for many.
        locked = LockedListing(BorrowerStanding(), listing.application, listing, today)
        pay_out(locked, quote, Payee(chart.wallet_available(listing.borrower)), None)


def _pay_out_plainly(
    listing: Listing, bids: Sequence[Bid], accounts: tuple[dict[int, int], dict[int, int]]
) -> None:
    available, held = accounts
    house = _house_accounts()
    with transaction.atomic(), connection.cursor() as cursor:
        written = Written(clock.lock_business_date(), clock.now())
        entry_id, loan = draw_id(), write_loan(listing)
        numbers = next_numbers("CL", len(bids))
        payee = available[listing.borrower_id]
        transfers = [(entry_id, held[bid.investor_id], payee, bid.amount_fen, "principal") for bid in bids]
        transfers += [
            (entry_id, house["1301"], house["2301"], bid.amount_fen, number)
            for bid, number in zip(bids, numbers, strict=True)
        ]
        entry = _entry("loan.disbursed", loan.number, f"plain:{listing.number}", entry_id, written)
        write_plain(cursor, [entry], transfers)
        _write_rows(cursor, "lending_claim", CLAIM_COLUMNS, _claims(loan, bids, numbers, written))
        cursor.execute(
            "UPDATE lending_bid SET status = 'settled', ended_at = %s, end_reason = 'disbursed' WHERE listing_id = %s",
            [written.now, listing.pk],
        )
        cursor.execute(
            "UPDATE finance_hold SET status = 'settled', ended_at = %s, ended_entry_id = %s WHERE reference = %s",
            [written.now, entry_id, listing.number],
        )
        data = {"from": "held", "listing": listing.number, "loan": loan.number}
        _write_events(cursor, "bid", ((bid.pk, bid.number) for bid in bids), data, written)
        holds = ((bid.hold_id, "") for bid in bids)
        _write_events(cursor, "hold", holds, {"from": "held"}, written)
        _set_status(cursor, Listing, listing.pk, "closed", ended_at=written.now)
        _set_status(cursor, Application, listing.application_id, "disbursed")


CLAIM_COLUMNS = (
    *("number", "loan_id", "holder_id", "bid_id", "status"),
    *("principal_fen", "outstanding_fen", "opened_on", "opened_at"),
)


def _claims(
    loan: Loan, bids: Sequence[Bid], numbers: Sequence[str], written: Written
) -> list[tuple[Any, ...]]:
    return [
        (
            *(number, loan.pk, bid.investor_id, bid.pk, "active"),
            *(bid.amount_fen, bid.amount_fen, written.today, written.now),
        )
        for bid, number in zip(bids, numbers, strict=True)
    ]


def _pay_off_plainly(loan: Loan, payer: User, claims: Sequence[Claim], accounts: dict[int, int]) -> None:
    house = _house_accounts()
    with transaction.atomic(), connection.cursor() as cursor:
        written = Written(clock.lock_business_date(), clock.now())
        entry_id, number, fen = draw_id(), next_number("RP"), loan.outstanding_fen
        payer_account = accounts[payer.pk]
        transfers = [
            (entry_id, payer_account, accounts[claim.holder_id], claim.outstanding_fen, "principal")
            for claim in claims
        ]
        transfers.append((entry_id, house["2301"], house["1301"], fen, "principal"))
        entry = _entry("loan.payment.settlement", loan.number, number, entry_id, written)
        write_plain(cursor, [entry], transfers)
        payment_id = _write_payment(cursor, loan, number, entry_id, written)
        receipts = [
            (payment_id, claim.pk, claim.holder_id, claim.outstanding_fen, 0, 0, written.today, written.now)
            for claim in claims
        ]
        _write_rows(cursor, "lending_claimreceipt", RECEIPT_COLUMNS, receipts)
        cursor.execute(
            "UPDATE lending_claim SET outstanding_fen = 0, status = 'settled', ended_at = %s, ended_on = %s"
            " WHERE loan_id = %s",
            [written.now, written.today, loan.pk],
        )
        _write_events(cursor, "claim", ((one.pk, one.number) for one in claims), {"from": "active"}, written)
        Instalment.objects.filter(loan=loan).update(
            principal_paid_fen=F("principal_fen"),
            interest_not_owed_fen=F("interest_fen"),
            settled_at=written.now,
            settled_on=written.today,
        )
        end = {"outstanding_fen": 0, "settled_at": written.now, "settled_on": written.today}
        _set_status(cursor, Loan, loan.pk, "settled", **end)


RECEIPT_COLUMNS = (
    *("payment_id", "claim_id", "holder_id", "principal_fen", "interest_fen", "overdue_interest_fen"),
    *("received_on", "received_at"),
)


def _write_payment(cursor: Any, loan: Loan, number: str, entry_id: int, written: Written) -> int:
    fen = loan.outstanding_fen
    cursor.execute(
        "INSERT INTO lending_loanpayment (number, loan_id, kind, key, amount_fen, principal_fen, interest_fen,"
        " overdue_interest_fen, fee_fen, early_fee_fen, costs_fen, outstanding_after_fen, paid_on, value_on, paid_at,"
        " entry_id)"
        " VALUES (%s, %s, 'settlement', %s, %s, %s, 0, 0, 0, 0, 0, 0, %s, %s, %s, %s) RETURNING id",
        [number, loan.pk, number, fen, fen, written.today, written.today, written.now, entry_id],
    )
    [payment_id] = cursor.fetchone()
    cursor.execute(
        "INSERT INTO lending_paymentpart"
        " (payment_id, instalment_id, principal_fen, interest_fen, overdue_interest_fen, fee_fen)"
        " SELECT %s, id, principal_fen, 0, 0, 0 FROM lending_instalment WHERE loan_id = %s",
        [payment_id, loan.pk],
    )
    return int(payment_id)


def _write_events(
    cursor: Any, name: str, subjects: Iterable[tuple[int, str]], data: dict[str, str], written: Written
) -> None:
    to, said = "settled", json.dumps(data)
    columns = (
        *("kind", "subject_type", "subject_id", "subject_number"),
        *("at", "business_on", "request_id", "data"),
    )
    rows = [
        (f"{name}.{to}", name, pk, number, written.now, written.today, "", said) for pk, number in subjects
    ]
    _write_rows(cursor, "accounts_event", columns, rows)


def _write_rows(cursor: Any, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    write = copy_rows if connection.vendor == "postgresql" else insert_rows
    write(cursor, table, columns, rows)


def _set_status(cursor: Any, model: type[Model], pk: int, status: str, **values: Any) -> None:
    """Set a status as plain SQL does, with nothing checked and nothing told."""
    names = ["status", *values]
    columns = ", ".join(f"{name} = %s" for name in names)
    table = model._meta.db_table
    cursor.execute(f"UPDATE {table} SET {columns} WHERE id = %s", [status, *values.values(), pk])  # noqa: S608, our own


def _entry(kind: str, reference: str, key: str, entry_id: int, written: Written) -> tuple[Any, ...]:
    return (kind, reference, written.today, written.today, written.now, key, "0" * 64, entry_id)


def _house_accounts() -> dict[str, int]:
    return dict(LedgerAccount.objects.filter(code__in=["1301", "2301"]).values_list("code", "id"))
