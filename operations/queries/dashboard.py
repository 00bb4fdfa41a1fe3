"""What the managers' dashboard shows: this month beside the last, the book, the queue, the money in transit."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from accounts.models import User
from finance.queries.balances import CodeBalance, code_balances
from lending.models import Application, Listing, Loan, LoanPayment

MONTHS = 12


@dataclass(frozen=True)
class MonthRow:
    """One month of business: amounts in fen."""

    month: dt.date
    applications: int
    disbursed_count: int
    disbursed_fen: int
    repaid_fen: int


def months_of_business(today: dt.date) -> list[MonthRow]:
    """Return the last twelve months, oldest first, months without business as zeros."""
    months = _months(today)
    since = months[0]
    applications: dict[dt.date, int] = defaultdict(int)
    sent = Application.objects.filter(submitted_on__gte=since).annotate(month=TruncMonth("submitted_on"))
    for month, count in sent.values_list("month").annotate(count=Count("pk")).order_by():
        applications[month] = count
    disbursed: dict[dt.date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    loans = Loan.objects.filter(disbursed_on__gte=since).annotate(month=TruncMonth("disbursed_on"))
    for month, count, fen in (
        loans.values_list("month").annotate(count=Count("pk"), fen=Sum("principal_fen")).order_by()
    ):
        disbursed[month] = (count, fen)
    repaid: dict[dt.date, int] = defaultdict(int)
    payments = LoanPayment.objects.filter(paid_on__gte=since).annotate(month=TruncMonth("paid_on"))
    for month, fen in payments.values_list("month").annotate(fen=Sum("amount_fen")).order_by():
        repaid[month] = fen
    return [MonthRow(month, applications[month], *disbursed[month], repaid[month]) for month in months]


def _months(today: dt.date) -> list[dt.date]:
    count = today.year * 12 + today.month - 1
    return [dt.date((count - k) // 12, (count - k) % 12 + 1, 1) for k in reversed(range(MONTHS))]


@dataclass(frozen=True)
class OverdueBucket:
    """Open principal by days past due."""

    code: str
    principal_fen: int
    loans: int


BUCKETS = (("current", None, 0), ("1-30", 0, 30), ("31-60", 30, 60), ("61-90", 60, 90), ("90+", 90, None))


def overdue_buckets(today: dt.date) -> list[OverdueBucket]:
    """Return the open book by days past due, in one query."""
    sums = {code: [0, 0] for code, _over, _until in BUCKETS}
    owing = Loan.objects.filter(status__in=[Loan.Status.ACTIVE, Loan.Status.WRITTEN_OFF])
    rows = (
        owing.values_list("overdue_since_on")
        .annotate(fen=Sum("outstanding_fen"), loans=Count("pk"))
        .order_by()
    )
    for since_on, fen, loans in rows:
        bucket = sums[_bucket((today - since_on).days if since_on is not None else 0)]
        bucket[0] += fen
        bucket[1] += loans
    return [OverdueBucket(code, *sums[code]) for code, _over, _until in BUCKETS]


def _bucket(days: int) -> str:
    if days <= 0:
        return "current"
    return next(
        code
        for code, over, until in BUCKETS[1:]
        if over is not None and days > over and (until is None or days <= until)
    )


@dataclass(frozen=True)
class PeopleFigures:
    customers: int
    verified: int
    waiting_applications: int
    open_listings: int


def people_figures() -> PeopleFigures:
    """Return how many customers there are and what waits."""
    customers = User.objects.filter(kind=User.Kind.CUSTOMER).aggregate(
        all=Count("pk"), verified=Count("identity_verified_at")
    )
    waiting = ["submitted", "screening", "review", "committee"]
    queue = Application.objects.aggregate(
        waiting=Count("pk", filter=Q(status__in=waiting)), listed=Count("pk", filter=Q(status="listed"))
    )
    return PeopleFigures(customers["all"], customers["verified"], queue["waiting"], queue["listed"])


MONEY_CODES = ("1001", "2001", "2002", "2101", "2401", "2190")


def money_figures() -> list[CodeBalance]:
    """Return what stands at the custodian bank and whose it is."""
    balances = code_balances()
    return [balances[code] for code in MONEY_CODES]


def newest_listings(count: int) -> list[Listing]:
    """Return the newest open listings for the front page."""
    listings = Listing.objects.filter(status=Listing.Status.OPEN).select_related("product_version")
    return list(listings.order_by("-pk")[:count])
