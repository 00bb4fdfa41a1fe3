"""What the ledger says of the bank's account on a value day, and which movements stand behind the bank's numbers."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Sum, When

from finance.domain.reconcile import LedgerDay, Movement
from finance.models import Deposit, Entry, LedgerAccount, SuspenseItem, Transfer, Withdrawal
from finance.models.custody_notification import CustodyNotification

BANK = "1001"
KEY = "bank:"
CHUNK = 400
# The bank never values anything later than the day after our own date.
AHEAD = dt.timedelta(days=1)


def ledger_day(day: dt.date) -> LedgerDay:
    """Return opening, closing and movements of 1001 by the bank's value days; counted back from now, two statements."""
    totals = LedgerAccount.objects.filter(code=BANK).aggregate(
        debits=Sum("debits_fen"), credits=Sum("credits_fen")
    )
    live_fen = (totals["debits"] or 0) - (totals["credits"] or 0)
    moved = list(
        _movements(Entry.objects.filter(value_on__gte=day, business_date__gte=day - AHEAD).order_by("pk"))
    )
    movements = tuple(one for one in moved if one.on == day)
    closing_fen = live_fen - sum(one.signed_fen for one in moved if one.on > day)
    return LedgerDay(closing_fen - sum(one.signed_fen for one in movements), closing_fen, movements)


def movements_of_numbers(bank_numbers: Iterable[str]) -> dict[str, Movement]:
    """Return the movements that stand behind the bank's numbers, whatever day the ledger values them on."""
    found: dict[str, Movement] = {}
    for chunk in _chunks(f"{KEY}{number}" for number in bank_numbers):
        for one in _movements(Entry.objects.filter(idempotency_key__in=chunk)):
            found[one.bank_number] = one
    return found


def known_references(references: Iterable[str]) -> set[str]:
    """Return those of the references that are orders of ours."""
    known: set[str] = set()
    for chunk in _chunks(references):
        for rows, name in (
            (Deposit.objects.filter(number__in=chunk), "number"),
            (Withdrawal.objects.filter(number__in=chunk), "number"),
            (SuspenseItem.objects.filter(return_reference__in=chunk), "return_reference"),
        ):
            known.update(rows.values_list(name, flat=True))
    return known


def under_way(references: Iterable[str]) -> set[tuple[str, int]]:
    """Return what the bank may have booked and we have no word of: reference and what it moves at the bank, in fen."""
    found: set[tuple[str, int]] = set()
    for chunk in _chunks(references):
        for rows, name, sign in _orders(chunk):
            found.update((reference, sign * fen) for reference, fen in rows.values_list(name, "amount_fen"))
        waiting = CustodyNotification.objects.filter(reference__in=chunk, outcome="waiting")
        for reference, kind, fen in waiting.values_list("reference", "kind", "amount_fen"):
            found.add((reference, -fen if kind in ("deposit.recalled", "withdrawal.paid") else fen))
    return found


def _orders(chunk: list[str]) -> Iterator[tuple["QuerySet[Any]", str, int]]:
    with_the_bank = {"number__in": chunk, "status__in": ["sent", "unknown"]}
    yield Deposit.objects.filter(**with_the_bank), "number", 1
    yield Withdrawal.objects.filter(**with_the_bank), "number", -1
    yield SuspenseItem.objects.filter(return_reference__in=chunk, status="returning"), "return_reference", -1


def _movements(entries: "QuerySet[Entry]") -> Iterator[Movement]:
    at_bank = Case(When(debit__code=BANK, then=F("amount_fen")), default=-F("amount_fen"))
    rows = (
        Transfer.objects.filter(Q(debit__code=BANK) | Q(credit__code=BANK), entry__in=entries)
        .order_by("entry")
        .values_list(
            "entry",
            "entry__business_date",
            "entry__value_on",
            "entry__reference",
            "entry__idempotency_key",
        )
        .annotate(fen=Sum(at_bank))
    )
    for entry_id, business_date, value_on, reference, key, fen in rows:
        number = key.removeprefix(KEY) if key.startswith(KEY) else ""
        if fen:
            yield Movement(f"JE{business_date:%Y%m%d}{entry_id:08d}", number, value_on, fen, reference)


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted({value for value in values if value})
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]
