"""What samples are drawn from, and the draw itself: by hash, so that nobody picks and everybody can draw it again."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import IdentityReview, Unmasking
from finance.models import Withdrawal
from lending.models import GoodsOrder, Loan
from risk.models import CreditCase


@dataclass(frozen=True)
class Population:
    """All objects of one kind that something happened to between two dates; `numbers(first, last)` lists them."""

    code: str
    label: Promise | str
    subject_type: str
    numbers: Callable[[dt.date, dt.date], Iterable[str]]


def draw(inspection: str, numbers: Iterable[str], size: int) -> list[str]:
    """Return `size` of the numbers, those whose hash with the inspection's number is lowest.

    The same inspection and population always give the same sample, and a larger one contains the smaller.
    """
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{inspection}:{number}".encode()).digest())[
        :size
    ]


def _cases(first: dt.date, last: dt.date) -> Iterable[str]:
    rows = CreditCase.objects.filter(status="decided", decided_at__date__range=(first, last))
    return rows.values_list("number", flat=True)


def _loans(first: dt.date, last: dt.date) -> Iterable[str]:
    return Loan.objects.filter(disbursed_on__range=(first, last)).values_list("number", flat=True)


def _overdue_loans(first: dt.date, last: dt.date) -> Iterable[str]:
    return Loan.objects.filter(overdue_since_on__range=(first, last)).values_list("number", flat=True)


def _deliveries(first: dt.date, last: dt.date) -> Iterable[str]:
    rows = GoodsOrder.objects.filter(delivered_on__range=(first, last))
    return rows.values_list("number", flat=True)


def _withdrawals(first: dt.date, last: dt.date) -> Iterable[str]:
    rows = Withdrawal.objects.filter(requested_at__date__range=(first, last))
    return rows.values_list("number", flat=True)


def _identity_reviews(first: dt.date, last: dt.date) -> Iterable[str]:
    rows = IdentityReview.objects.filter(decided_at__date__range=(first, last))
    return rows.values_list("number", flat=True)


def _unmaskings(first: dt.date, last: dt.date) -> Iterable[str]:
    return Unmasking.objects.filter(shown_on__range=(first, last)).values_list("number", flat=True)


POPULATIONS: dict[str, Population] = {
    one.code: one
    for one in (
        Population("credit_cases", _("Credit cases decided"), "creditcase", _cases),
        Population("loans", _("Loans that were paid out"), "loan", _loans),
        Population("overdue_loans", _("Loans that became overdue"), "loan", _overdue_loans),
        Population("deliveries", _("Goods orders delivered"), "goodsorder", _deliveries),
        Population("withdrawals", _("Withdrawals asked for"), "withdrawal", _withdrawals),
        Population("identity_reviews", _("Identity reviews decided"), "identityreview", _identity_reviews),
        Population("unmaskings", _("Hidden values seen in full"), "unmasking", _unmaskings),
    )
}
