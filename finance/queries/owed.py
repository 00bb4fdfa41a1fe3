"""What the house owes each customer at the end of a business day: wallets by the ledger, claims by the loan book."""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from django.db.models import Case, F, Q, Sum, When

from accounts.models import User
from finance.loan_book import claims_at_end_of
from finance.models import LedgerAccount, Transfer
from finance.models.ledger import WALLET_CODES


class Owed(NamedTuple):
    """One customer's balances; fen. The wallet is what is available and what is held together."""

    customer: str
    wallet_fen: int
    claims_fen: int


def owed_at_end_of(day: dt.date) -> list[Owed]:
    """Return everybody who has a wallet or a claim, at the end of a day, in a constant number of statements."""
    wallets = _wallets_at_end_of(day)
    claims = claims_at_end_of(day)
    # Whoever holds a claim bid from a wallet before, so the wallets name everybody.
    owners = LedgerAccount.objects.filter(code__in=WALLET_CODES).values("owner")
    numbers = dict(User.objects.filter(pk__in=owners).values_list("pk", "number"))
    return [
        Owed(numbers[owner], wallets.get(owner, 0), claims.get(owner, 0))
        for owner in sorted(wallets.keys() | claims.keys())
    ]


def code_balance_at_end_of(day: dt.date, *codes: str) -> int:
    """Return what stood on these codes, debits less credits, at the end of a business day; two statements."""
    totals = LedgerAccount.objects.filter(code__in=codes).aggregate(
        debits=Sum("debits_fen"), credits=Sum("credits_fen")
    )
    moved = Case(When(debit__code__in=codes, then=F("amount_fen")), default=-F("amount_fen"))
    one_side = Q(debit__code__in=codes) & ~Q(credit__code__in=codes) | (
        Q(credit__code__in=codes) & ~Q(debit__code__in=codes)
    )
    later = Transfer.objects.filter(one_side, entry__business_date__gt=day).aggregate(fen=Sum(moved))
    return (totals["debits"] or 0) - (totals["credits"] or 0) - (later["fen"] or 0)


def _wallets_at_end_of(day: dt.date) -> dict[int, int]:
    """Count back from now: what was posted after the day is taken off again."""
    wallets = LedgerAccount.objects.filter(code__in=WALLET_CODES).order_by().values_list("owner")
    owed: defaultdict[int, int] = defaultdict(int)
    for owner, fen in wallets.annotate(fen=Sum(F("credits_fen") - F("debits_fen"))):
        owed[owner] = fen
    later = Transfer.objects.filter(entry__business_date__gt=day).order_by()
    for side, sign in (("credit", -1), ("debit", 1)):
        rows = later.filter(**{f"{side}__code__in": WALLET_CODES}).values_list(f"{side}__owner")
        for owner, fen in rows.annotate(fen=Sum("amount_fen")):
            owed[owner] += sign * fen
    return dict(owed)
