"""A holder's money by day: what went into claims and what came back, and what came into the wallet from elsewhere.

Whoever adds a way for claims to cost or bring money adds it here, so that every return and statement knows it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Case, F, Q, Sum, Value, When
from django.db.models.functions import Cast

from accounts.models import User
from finance.models import Transfer
from finance.models.ledger import WALLET_CODES
from finance.queries.statement import wallet_accounts
from lending.models import Claim, ClaimReceipt, ClaimSale

# Where money of customers comes from and goes to that is not theirs yet or no more.
BANK_CODES = ("1001", "2101", "2401")
# What a customer does as a borrower, not as an investor.
BORROWER_FEES = ("service_fee", "early_fee")


@dataclass(frozen=True)
class DatedFlow:
    """What went out for claims and came from them on one day; fen, never negative."""

    on: dt.date
    is_seasoned: bool
    out_fen: int
    principal_fen: int
    interest_fen: int

    @property
    def net_fen(self) -> int:
        return self.principal_fen + self.interest_fen - self.out_fen


def dated_flows(holder: User, *, seasoned_on: dt.date) -> list[DatedFlow]:
    """Return what claims cost and brought, a row a day and age of the loans, in one query.

    Loans paid out on `seasoned_on` or before are seasoned. Costs of holding claims are not in it.
    """
    rows = lent(holder, seasoned_on).union(
        received(holder, seasoned_on), bought(holder, seasoned_on), sold(holder, seasoned_on), all=True
    )
    found: dict[tuple[dt.date, bool], list[int]] = {}
    for on, is_seasoned, *amounts in rows:
        sums = found.setdefault((on, bool(is_seasoned)), [0, 0, 0])
        for at, fen in enumerate(amounts):
            sums[at] += int(fen)
    return [DatedFlow(*key, *sums) for key, sums in sorted(found.items())]


def lent(holder: User, seasoned_on: dt.date) -> Any:
    """Return what was paid for claims by bids."""
    rows = Claim.objects.filter(holder=holder, bought_by=None).order_by()
    return _by_day(rows, "opened_on", "loan__disbursed_on", seasoned_on, out=Sum("principal_fen"))


def bought(holder: User, seasoned_on: dt.date) -> Any:
    """Return what was paid for claims of other lenders, the accrued interest in it."""
    rows = ClaimSale.objects.filter(buyer=holder).order_by()
    paid = Sum(F("price_fen") + F("accrued_fen"))
    return _by_day(rows, "traded_on", "loan__disbursed_on", seasoned_on, out=paid)


def sold(holder: User, seasoned_on: dt.date) -> Any:
    """Return what own claims brought that were sold: the accrued interest is interest, costs come off the price."""
    costs = F("fee_fen") + F("interest_fee_fen") + F("interest_tax_fen")
    return _by_day(
        ClaimSale.objects.filter(seller=holder).order_by(),
        "traded_on",
        "loan__disbursed_on",
        seasoned_on,
        principal=Sum(F("price_fen") - costs),
        interest=Sum("accrued_fen"),
    )


def received(holder: User, seasoned_on: dt.date) -> Any:
    """Return what borrowers' payments brought."""
    return _by_day(
        ClaimReceipt.objects.filter(holder=holder).order_by(),
        "received_on",
        "claim__loan__disbursed_on",
        seasoned_on,
        principal=Sum("principal_fen"),
        interest=Sum(F("interest_fen") + F("overdue_interest_fen")),
    )


def _by_day(rows: Any, day: str, disbursed: str, seasoned_on: dt.date, **sums: Any) -> Any:
    is_seasoned = Case(
        When(**{f"{disbursed}__lte": seasoned_on}, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    nothing = Value(0, output_field=BigIntegerField())
    told = {
        f"{name}_sum": Cast(sums[name], BigIntegerField()) if name in sums else nothing
        for name in ("out", "principal", "interest")
    }
    return (
        rows.annotate(of_day=F(day), seasoned=is_seasoned).values_list("of_day", "seasoned").annotate(**told)
    )


def money_from_elsewhere(user: User) -> list[tuple[dt.date, int]]:
    """Return by day what came into a wallet other than by investing, less what left it, in two queries; fen.

    That is the bank, and what the same person borrows and repays. Rewards and costs of investing are no such money.
    """
    own = list(wallet_accounts(user).values())
    if not own:
        return []
    came, went = Q(credit__in=own), Q(debit__in=own)
    as_borrower = (
        Q(entry__kind="loan.disbursed") & came
        | Q(entry__kind__startswith="loan.payment.", debit__in=own) & Q(credit__code__in=WALLET_CODES)
        | Q(entry__kind__startswith="loan.payment.", debit__in=own, purpose__in=BORROWER_FEES)
        | Q(entry__kind__startswith="goods.")
    )
    elsewhere = came & Q(debit__code__in=BANK_CODES) | went & Q(credit__code__in=BANK_CODES) | as_borrower
    rows = (
        Transfer.objects.filter(came | went)
        .exclude(came & went)
        .filter(elsewhere)
        .order_by()
        .values_list("entry__business_date")
        .annotate(
            fen=Sum(
                Case(When(credit__in=own, then=F("amount_fen")), default=-F("amount_fen")),
                output_field=BigIntegerField(),
            )
        )
    )
    return sorted((on, int(fen)) for on, fen in rows if fen)
