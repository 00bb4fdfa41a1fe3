"""A customer's wallet as a list of payments: one row an entry, which opens into what it was made of."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from accounts.models import User
from accounts.web.paging import COUNT_CAP, KeysetPage, page_keys, page_url
from finance.entry_kinds import entry_kind_name, purpose_name
from finance.models import Entry, LedgerAccount, Transfer
from finance.models.ledger import WALLET_CODES
from finance.queries.statement import change_of, wallet_accounts, wallet_transfers

PAGE_SIZE = 25
# An entry moves a wallet by a few transfers; one that fills all of these is looked for the long way.
LOOKED_AT = 200
COLUMNS = ("available", "held")


@dataclass(frozen=True)
class Part:
    """What an entry moved in a wallet for one purpose."""

    purpose_label: str
    available_change_fen: int
    held_change_fen: int


@dataclass(frozen=True)
class Movement:
    """One entry as the wallet's owner reads it; changes and balances in fen."""

    posted_at: dt.datetime
    business_date: dt.date
    kind_label: str
    reference: str
    parts: list[Part]
    available_after_fen: int
    held_after_fen: int

    @property
    def available_change_fen(self) -> int:
        return sum(part.available_change_fen for part in self.parts)

    @property
    def held_change_fen(self) -> int:
        return sum(part.held_change_fen for part in self.parts)

    @property
    def purpose_label(self) -> str:
        """What it was for, where it was for one thing only."""
        return self.parts[0].purpose_label if len(self.parts) == 1 else ""

    @property
    def is_opened(self) -> bool:
        return len(self.parts) > 1


@dataclass(frozen=True)
class _Group:
    """An entry with the transfers between the first and the last that it made in one wallet.

    Nothing of another entry lies between them: whoever posts to a wallet holds its lock until everything is written.
    """

    entry: Entry
    first_id: int
    last_id: int
    parts: list[Part]


def movement_page(
    user: User,
    request: HttpRequest,
    *,
    size: int = PAGE_SIZE,
    period: tuple[dt.date, dt.date] | None = None,
) -> KeysetPage:
    """Return one page, newest first, with the balances after each row; pages are walked by transfers.

    A period keeps to its days, which follow one another in a wallet as its transfers do.
    """
    accounts = wallet_accounts(user)
    rows = wallet_transfers(accounts)
    if period is not None:
        rows = rows.filter(entry__business_date__range=period)
    before, after = page_keys(request)
    if after is not None:
        found = _groups(rows.filter(pk__gt=after), accounts, size + 1, newest_first=False)
        more_newer, more_older = len(found) > size, True
        shown = list(reversed(found[:size]))
    else:
        older = rows.filter(pk__lt=before) if before is not None else rows
        found = _groups(older, accounts, size + 1)
        more_newer, more_older = before is not None, len(found) > size
        shown = found[:size]
    entries = rows.select_related(None).order_by().values_list("entry_id", flat=True).distinct()
    counted = len(entries[: COUNT_CAP + 1])
    return KeysetPage(
        rows=_movements(shown, accounts),
        previous_url=page_url(request, "after", shown[0].last_id) if shown and more_newer else "",
        next_url=page_url(request, "before", shown[-1].first_id) if shown and more_older else "",
        count=min(counted, COUNT_CAP),
        is_capped=counted > COUNT_CAP,
    )


def latest_movements(user: User, count: int) -> list[Movement]:
    """Return the newest rows, with the balances after each."""
    accounts = wallet_accounts(user)
    return _movements(_groups(wallet_transfers(accounts), accounts, count), accounts)


def _groups(
    rows: QuerySet[Transfer], accounts: dict[str, int], count: int, *, newest_first: bool = True
) -> list[_Group]:
    """Return the entries of the transfers in their order, from a bounded number of transfers where that is enough."""
    looked_at = list(rows.order_by("-pk" if newest_first else "pk")[:LOOKED_AT])
    groups = [
        _group(list(transfers), accounts)
        for _entry_id, transfers in groupby(looked_at, key=lambda row: row.entry_id)
    ]
    # The last entry looked at may go on beyond what was looked at.
    if len(looked_at) < LOOKED_AT or len(groups) > count:
        return groups[:count]
    return _groups_of_many(rows, accounts, count, newest_first=newest_first)


def _group(transfers: list[Transfer], accounts: dict[str, int]) -> _Group:
    transfers = sorted(transfers, key=lambda row: row.pk)
    moved: dict[str, list[int]] = {}
    for row in transfers:
        sums = moved.setdefault(row.purpose, [0, 0])
        for position, code in enumerate(WALLET_CODES):
            sums[position] += change_of(row, accounts.get(code))
    return _Group(
        entry=transfers[0].entry,
        first_id=transfers[0].pk,
        last_id=transfers[-1].pk,
        parts=[Part(purpose_name(purpose), *sums) for purpose, sums in moved.items()],
    )


def _groups_of_many(
    rows: QuerySet[Transfer], accounts: dict[str, int], count: int, *, newest_first: bool
) -> list[_Group]:
    """Let the database add up entries of very many transfers, such as an instalment shared by thousands."""
    bare = rows.select_related(None).order_by()
    spans = list(
        bare.values("entry_id")
        .annotate(first=Min("pk"), last=Max("pk"))
        .order_by("-last" if newest_first else "first")[:count]
    )
    ids = [span["entry_id"] for span in spans]
    sums = {
        name: _sum_of_changes(accounts.get(code)) for name, code in zip(COLUMNS, WALLET_CODES, strict=True)
    }
    moved: Any = bare.filter(entry__in=ids).values("entry_id", "purpose").annotate(first=Min("pk"), **sums)
    parts: dict[int, list[Part]] = {entry_id: [] for entry_id in ids}
    for row in moved.order_by("first"):
        parts[row["entry_id"]].append(Part(purpose_name(row["purpose"]), *(row[name] for name in COLUMNS)))
    entries = Entry.objects.in_bulk(ids)
    return [
        _Group(entries[span["entry_id"]], span["first"], span["last"], parts[span["entry_id"]])
        for span in spans
    ]


def _sum_of_changes(account_id: int | None) -> Sum:
    return Sum(
        Case(When(credit=account_id, then=F("amount_fen")), default=Value(0))
        - Case(When(debit=account_id, then=F("amount_fen")), default=Value(0)),
        output_field=BigIntegerField(),
    )


def _movements(groups: list[_Group], accounts: dict[str, int]) -> list[Movement]:
    """Make rows of entries, newest first, counting back from the balances after the newest of them."""
    if not groups:
        return []
    available_fen, held_fen = _balances_after(accounts, groups[0].last_id)
    rows = []
    for group in groups:
        row = Movement(
            posted_at=group.entry.posted_at,
            business_date=group.entry.business_date,
            kind_label=entry_kind_name(group.entry.kind),
            reference=group.entry.reference,
            parts=group.parts,
            available_after_fen=available_fen,
            held_after_fen=held_fen,
        )
        rows.append(row)
        available_fen -= row.available_change_fen
        held_fen -= row.held_change_fen
    return rows


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
