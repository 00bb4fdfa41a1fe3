"""The open figures of the loan book, defined as the disclosure rules define them (RULES `disclosure.month`).

Shares and overdue figures count principal only; zero shows as zero.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum

from lending.domain.rates import Rate, effective_annual_rate
from lending.models import Claim, ClaimReceipt, Instalment, Loan, LoanPayment
from operations.domain.ratios import share_ppm

LATE_DAYS = 90
TOP_BORROWERS = 10
OWING = [Loan.Status.ACTIVE, Loan.Status.WRITTEN_OFF]
OWING_CLAIMS = [Claim.Status.ACTIVE, Claim.Status.WRITTEN_OFF]


@dataclass(frozen=True)
class BookFigures:
    """The loan book on a day, amounts in fen and shares in ppm."""

    as_of: dt.date
    lent_fen: int
    loan_count: int
    balance_fen: int
    open_count: int
    interest_balance_fen: int
    lenders_ever: int
    borrowers_ever: int
    lenders_now: int
    borrowers_now: int
    top_ten_share_ppm: int
    largest_share_ppm: int
    overdue_fen: int
    overdue_count: int
    late_fen: int
    late_count: int
    fees_fen: int

    @property
    def overdue_amount_rate_ppm(self) -> int:
        return share_ppm(self.overdue_fen, self.balance_fen)

    @property
    def overdue_count_rate_ppm(self) -> int:
        return share_ppm(self.overdue_count, self.open_count)


def book_figures(as_of: dt.date) -> BookFigures:
    """Return the figures of the book as it stands, in a constant number of queries."""
    loans = Loan.objects.aggregate(
        lent=Sum("principal_fen"), count=Count("pk"), borrowers=Count("borrower", distinct=True)
    )
    open_loans = _open_loans(as_of)
    claims = Claim.objects.aggregate(
        ever=Count("holder", distinct=True),
        now=Count("holder", distinct=True, filter=Q(status__in=OWING_CLAIMS)),
    )
    borrowers = _largest_borrowers()
    fees = LoanPayment.objects.aggregate(total=Sum(F("fee_fen") + F("early_fee_fen")))
    interest = Instalment.objects.filter(settled_at=None, superseded_at=None, loan__status=Loan.Status.ACTIVE)
    unpaid = F("interest_fen") - F("interest_not_owed_fen") - F("interest_paid_fen")
    balance_fen = open_loans["balance"] or 0
    return BookFigures(
        as_of=as_of,
        lent_fen=loans["lent"] or 0,
        loan_count=loans["count"],
        balance_fen=balance_fen,
        open_count=open_loans["count"],
        interest_balance_fen=interest.aggregate(total=Sum(unpaid))["total"] or 0,
        lenders_ever=claims["ever"],
        borrowers_ever=loans["borrowers"],
        lenders_now=claims["now"],
        borrowers_now=open_loans["borrowers"],
        top_ten_share_ppm=share_ppm(sum(borrowers), balance_fen),
        largest_share_ppm=share_ppm(max(borrowers, default=0), balance_fen),
        overdue_fen=open_loans["overdue"] or 0,
        overdue_count=open_loans["overdue_count"],
        late_fen=open_loans["late"] or 0,
        late_count=open_loans["late_count"],
        fees_fen=fees["total"] or 0,
    )


def _open_loans(as_of: dt.date) -> dict[str, Any]:
    overdue = Q(overdue_since_on__lt=as_of)
    late = Q(overdue_since_on__lt=as_of - dt.timedelta(days=LATE_DAYS))
    return Loan.objects.filter(status__in=OWING).aggregate(
        balance=Sum("outstanding_fen"),
        count=Count("pk"),
        borrowers=Count("borrower", distinct=True),
        overdue=Sum("outstanding_fen", filter=overdue),
        overdue_count=Count("pk", filter=overdue),
        late=Sum("outstanding_fen", filter=late),
        late_count=Count("pk", filter=late),
    )


def _largest_borrowers() -> list[int]:
    owed = Loan.objects.filter(status__in=OWING).values("borrower").annotate(owed=Sum("outstanding_fen"))
    return list(owed.order_by("-owed").values_list("owed", flat=True)[:TOP_BORROWERS])


@dataclass(frozen=True)
class LenderReturns:
    """What all lenders together earned a year: as if every open loan is repaid, and with overdue principal as lost."""

    before_losses: Rate
    after_losses: Rate


def lender_returns(figures: BookFigures) -> LenderReturns:
    """Return the effective annual return of all claims, from the money lent, received and still out."""
    flows: dict[dt.date, int] = defaultdict(int)
    for day, fen in (
        Claim.objects.filter(bid__isnull=False).values_list("opened_on").annotate(fen=Sum("principal_fen"))
    ):
        flows[day] -= fen
    received = F("principal_fen") + F("interest_fen") + F("overdue_interest_fen")
    for day, fen in ClaimReceipt.objects.values_list("received_on").annotate(fen=Sum(received)):
        flows[day] += fen
    return LenderReturns(
        before_losses=_rate(flows, figures.as_of, figures.balance_fen),
        after_losses=_rate(flows, figures.as_of, figures.balance_fen - figures.overdue_fen),
    )


def _rate(flows: dict[dt.date, int], as_of: dt.date, still_out_fen: int) -> Rate:
    ended = dict(flows)
    ended[as_of] = ended.get(as_of, 0) + still_out_fen
    return effective_annual_rate(sorted(ended.items()))
