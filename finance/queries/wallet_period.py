"""A wallet in a period: what it opened with, every transfer, and what it closed with, from two independent sums."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, Value, When

from accounts.models import User
from finance.models import LedgerAccount, Transfer
from finance.models.ledger import WALLET_CODES
from finance.queries.statement import change_of

Balances = tuple[int, int]


@dataclass(frozen=True)
class WalletPeriod:
    """Available and held money; fen. The opening counts from the beginning, the closing back from today."""

    opening: Balances
    closing: Balances
    # What came in and what went out of each, as a sum over the period.
    moved: tuple[Balances, Balances]
    rows: "QuerySet[Transfer]"
    accounts: tuple[int | None, int | None]

    def changes(self, row: Transfer) -> Balances:
        """Return what a transfer changed in the available and the held money."""
        available, held = self.accounts
        return change_of(row, available), change_of(row, held)


def wallet_period(user: User, first_on: dt.date, last_on: dt.date) -> WalletPeriod:
    """Return a customer's wallet from a first to a last day, in four queries and one more for the rows."""
    found = {one.code: one for one in LedgerAccount.objects.filter(owner=user, code__in=WALLET_CODES)}
    ids = [one.pk for one in found.values()]
    accounts = tuple(found[code].pk if code in found else None for code in WALLET_CODES)
    moves = Transfer.objects.filter(Q(debit__in=ids) | Q(credit__in=ids)).order_by()
    before = _changes(moves.filter(entry__business_date__lt=first_on), accounts)
    after = _changes(moves.filter(entry__business_date__gt=last_on), accounts)
    now = tuple(found[code].balance_fen if code in found else 0 for code in WALLET_CODES)
    within = moves.filter(entry__business_date__range=(first_on, last_on))
    rows = within.select_related("entry").order_by("pk")
    closing = (now[0] - after[0], now[1] - after[1])
    return WalletPeriod(before, closing, _moved(within, accounts), rows, (accounts[0], accounts[1]))


def _moved(rows: "QuerySet[Transfer]", accounts: tuple[int | None, ...]) -> tuple[Balances, Balances]:
    sides = {
        f"{side}_{at}": Sum("amount_fen", filter=Q(**{side: account_id}))
        for at, account_id in enumerate(accounts)
        for side in ("credit", "debit")
    }
    sums = rows.aggregate(**sides)
    first, second = ((sums[f"credit_{at}"] or 0, -(sums[f"debit_{at}"] or 0)) for at in range(2))
    return first, second


def _changes(rows: "QuerySet[Transfer]", accounts: tuple[int | None, ...]) -> Balances:
    sums = rows.aggregate(available=_sum(accounts[0]), held=_sum(accounts[1]))
    return sums["available"] or 0, sums["held"] or 0


def _sum(account_id: int | None) -> Sum:
    return Sum(
        Case(When(credit=account_id, then=F("amount_fen")), default=Value(0))
        - Case(When(debit=account_id, then=F("amount_fen")), default=Value(0)),
        output_field=BigIntegerField(),
    )
