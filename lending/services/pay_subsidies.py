"""Let the dealers pay the interest that falls due and is theirs, at the end of a day."""

import datetime as dt

from django.db import transaction

from accounts import clock
from lending.goods.pauses import paused_loans
from lending.models import Instalment, Loan
from lending.repayment.book import lock_books
from lending.repayment.write import pay_dealers_due


def find_subsidies_due(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return loans with interest due by the day that a dealer has set aside, in the order of their ids.

    Disputes and card debits of the borrower do not concern it; loans of goods that went back wait for the return.
    """
    due = Instalment.objects.filter(
        due_on__lte=business_date,
        settled_at=None,
        superseded_at=None,
        dealer_interest_fen__gt=0,
        loan__gt=after_id,
        loan__status__in=Loan.OWING,
    ).exclude(loan__in=paused_loans())
    return list(due.order_by("loan").values_list("loan", flat=True).distinct()[:limit])


def pay_subsidies(*, business_date: dt.date, loan_ids: list[int]) -> int:
    """Pay the holders the interest of each instalment due, whatever the borrower does; return how many loans.

    Once for each instalment: what was paid is not set aside any more, so the step run again finds nothing.
    """
    with transaction.atomic():
        clock.lock_business_date()
        return len(pay_dealers_due(lock_books(loan_ids), business_date, on=business_date))
