"""Tell borrowers that arrears will be reported to the credit bureau, before they are."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import clock
from accounts.events import record_event
from accounts.numbers import next_number
from accounts.services.send_message import send_message
from lending.models import Loan
from risk.bureau.rules import free_on
from risk.models import AdverseNotice

PREFIX = "AN"
TEMPLATE = "adverse_notice"


def find_borrowers_to_tell(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the loans that are behind and whose borrowers were not told of it this time."""
    told = AdverseNotice.objects.filter(loan=OuterRef("pk"), overdue_since_on=OuterRef("overdue_since_on"))
    rows = Loan.objects.filter(
        ~Exists(told),
        pk__gt=after_id,
        status=Loan.Status.ACTIVE,
        overdue_since_on__lt=business_date,
        application__credit_consent_at__isnull=False,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def tell_before_reporting(*, business_date: dt.date, loan_ids: list[int]) -> int:
    """Send each borrower the notice and keep when it was sent and from when on the arrears may be reported.

    Once for each time a loan falls behind (RULES credit.data): whoever caught up and falls behind again is told again.
    """
    count = 0
    with transaction.atomic():
        rows = Loan.objects.filter(pk__in=loan_ids).exclude(overdue_since_on=None).select_related("borrower")
        for loan in rows.order_by("pk"):
            count += _tell(loan, business_date)
    return count


def _tell(loan: Loan, day: dt.date) -> bool:
    since_on, free = loan.overdue_since_on, free_on(day)
    if since_on is None:
        return False
    key = f"adverse_notice:{loan.number}:{since_on}"
    values = {
        "number": next_number(PREFIX),
        "borrower": loan.borrower,
        "told_on": day,
        "free_on": free,
        "message_key": key,
        "told_at": clock.now(),
    }
    notice, is_new = AdverseNotice.objects.get_or_create(
        loan=loan, overdue_since_on=since_on, defaults=values
    )
    if not is_new:
        return False
    send_message(
        to=loan.borrower,
        template=TEMPLATE,
        context={"loan": loan.number, "since": since_on, "from": free},
        key=key,
        link="/borrow/credit-records/",
    )
    record_event(
        "adverse_notice.sent",
        subject=notice,
        actor=None,
        data={"loan": loan.number, "free_on": free.isoformat()},
    )
    return True
