"""At the end of a day: judge the promises whose day is over, and close what is cured without an event of its own."""

import datetime as dt

from django.db.models import Q

from lending.models import Loan
from risk.models import CollectionCase, PaymentPromise
from risk.services.close_collection import close_collection


def find_collections_to_follow(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return live cases with a promise due, without an officer, or of loans not overdue any more, by their ids."""
    promised = PaymentPromise.objects.filter(status=PaymentPromise.Status.OPEN, due_on__lte=business_date)
    rows = CollectionCase.objects.filter(
        Q(pk__in=promised.values("case"))
        | Q(loan__overdue_since_on__isnull=True)
        | Q(loan__status=Loan.Status.SETTLED)
        | Q(officer__isnull=True),
        status__in=CollectionCase.LIVE,
        pk__gt=after_id,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def follow_collections(*, business_date: dt.date, case_ids: list[int]) -> int:
    """Follow each case; return how many."""
    for pk in case_ids:
        close_collection(case_id=pk)
    return len(case_ids)
