"""A customer's statement: every movement of the wallet with the balance after it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from accounts.models import User
from accounts.web.paging import KeysetPage, page_by_key
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


def statement_page(user: User, request: HttpRequest, size: int = 25) -> KeysetPage:
    """Return one page, newest first, with the balances after each line."""
    accounts = _accounts(user)
    page = page_by_key(_transfers(accounts), request, size=size)
    return replace(page, rows=_lines(page.rows, accounts))


def latest_lines(user: User, count: int) -> list[StatementLine]:
    """Return the newest lines, with the balances after each."""
    accounts = _accounts(user)
    return _lines(list(_transfers(accounts).order_by("-pk")[:count]), accounts)


def statement_lines(user: User) -> Iterator[StatementLine]:
    """Yield the whole statement, oldest first, without holding it in memory."""
    accounts = _accounts(user)
    after = (0, 0)
    for row in _transfers(accounts).order_by("pk").iterator(chunk_size=500):
        line = _line(row, accounts, after)
        after = (after[0] + line.available_change_fen, after[1] + line.held_change_fen)
        yield replace(line, available_after_fen=after[0], held_after_fen=after[1])


def _accounts(user: User) -> dict[str, int]:
    rows = LedgerAccount.objects.filter(owner=user, code__in=WALLET_CODES)
    return dict(rows.values_list("code", "pk"))


def _transfers(accounts: dict[str, int]) -> QuerySet[Transfer]:
    ids = list(accounts.values())
    return Transfer.objects.select_related("entry").filter(Q(debit_id__in=ids) | Q(credit_id__in=ids))


def _line(row: Transfer, accounts: dict[str, int], after: tuple[int, int]) -> StatementLine:
    available, held = (_change(row, accounts.get(code)) for code in WALLET_CODES)
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


def _change(row: Transfer, account_id: int | None) -> int:
    if account_id is None:
        return 0
    return row.amount_fen * ((row.credit_id == account_id) - (row.debit_id == account_id))


def _lines(rows: list[Transfer], accounts: dict[str, int]) -> list[StatementLine]:
    """Make lines of transfers, newest first, counting back from the balances after the newest of them."""
    after = _balances_after(accounts, rows[0].pk) if rows else (0, 0)
    lines = []
    for row in rows:
        line = _line(row, accounts, after)
        after = (after[0] - line.available_change_fen, after[1] - line.held_change_fen)
        lines.append(line)
    return lines


def _balances_after(accounts: dict[str, int], transfer_id: int) -> tuple[int, int]:
    """Return both balances right after a transfer: what stands now without what came later, in one statement."""
    later = Transfer.objects.filter(pk__gt=transfer_id).order_by()
    rows = LedgerAccount.objects.filter(pk__in=list(accounts.values())).annotate(
        later_debits_fen=_sum_of(later.filter(debit_id=OuterRef("pk")), "debit_id"),
        later_credits_fen=_sum_of(later.filter(credit_id=OuterRef("pk")), "credit_id"),
    )
    found = {row.code: row.balance_fen + row.later_debits_fen - row.later_credits_fen for row in rows}
    return found.get("2001", 0), found.get("2002", 0)


def _sum_of(transfers: QuerySet[Transfer], side: str) -> Coalesce:
    total = transfers.values(side).annotate(total=Sum("amount_fen")).values("total")
    return Coalesce(Subquery(total), Value(0), output_field=BigIntegerField())
