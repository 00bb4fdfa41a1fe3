"""The loan book for those below: its totals for the daily match, and what each holder is owed at the end of a day."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet, Sum

from finance.loan_book import LoanBookDay
from lending.models import Claim, ClaimReceipt, ClaimSale, Loan, LoanPayment, Waiver


def loan_book_day(day: dt.date) -> LoanBookDay:
    """Return what all loans and claims add up to now, and what a business day changed; four statements."""
    written_off = Q(written_off_on__isnull=False)
    loans = Loan.objects.aggregate(
        alive=Sum("outstanding_fen", filter=~written_off),
        dead=Sum("outstanding_fen", filter=written_off),
        disbursed=Sum("principal_fen", filter=Q(disbursed_on=day)),
    )
    on_written_off = Q(loan__written_off_on__isnull=False)
    claims = Claim.objects.filter(outstanding_fen__gt=0).aggregate(
        alive=Sum("outstanding_fen", filter=~on_written_off),
        dead=Sum("outstanding_fen", filter=on_written_off),
    )
    # By the entry's day, which has an index; it is the day the payment was posted on.
    repaid_fen = _fen(LoanPayment.objects.filter(entry__business_date=day))
    waived_fen = _fen(Waiver.objects.filter(status=Waiver.Status.ACCEPTED, ended_on=day))
    return LoanBookDay(
        outstanding_fen=loans["alive"] or 0,
        claims_fen=claims["alive"] or 0,
        written_off_fen=loans["dead"] or 0,
        claims_written_off_fen=claims["dead"] or 0,
        disbursed_fen=loans["disbursed"] or 0,
        ended_fen=repaid_fen + waived_fen,
    )


def claims_of_holders(day: dt.date) -> dict[int, int]:
    """Return each holder's outstanding principal at the end of a day, counted back from now; four statements.

    What came in, was sold or was waived after that day is added again; claims opened after it are left out.
    """
    owed: defaultdict[int, int] = defaultdict(int)
    then = Claim.objects.filter(opened_on__lte=day)
    later = Q(claim__opened_on__lte=day)
    for rows, holder, fen in (
        (then.filter(outstanding_fen__gt=0), "holder", "outstanding_fen"),
        (ClaimReceipt.objects.filter(later, received_on__gt=day), "holder", "principal_fen"),
        (ClaimSale.objects.filter(later, traded_on__gt=day), "seller", "principal_fen"),
        (
            Waiver.objects.filter(later, status=Waiver.Status.ACCEPTED, ended_on__gt=day),
            "holder",
            "principal_fen",
        ),
    ):
        for holder_id, amount_fen in _sums(rows, holder, fen):
            owed[holder_id] += amount_fen
    return {holder_id: amount_fen for holder_id, amount_fen in owed.items() if amount_fen}


def _sums(rows: "QuerySet[Any]", holder: str, fen: str) -> "QuerySet[Any]":
    return rows.order_by().values_list(holder).annotate(fen=Sum(fen))


def _fen(rows: "QuerySet[Any]") -> int:
    return rows.aggregate(fen=Sum("principal_fen"))["fen"] or 0
