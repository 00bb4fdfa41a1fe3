"""Take a mark off a loan."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.models import Loan, LoanHold


def release_loan_hold(*, loan: Loan, hold_id: int, outcome: str, released_by: User) -> LoanHold:
    """Release the mark with what was found; one that is released already stays as it is. Refuses (`no_outcome`)."""
    if not outcome.strip():
        raise Refused("no_outcome", _("Write what was found."), field="outcome")
    with transaction.atomic():
        row = lock_one(Loan.objects.filter(pk=loan.pk))
        touched = LoanHold.objects.filter(pk=hold_id, loan=row, released_at__isnull=True).update(
            released_at=clock.now(), released_by=released_by, outcome=outcome.strip()
        )
        if touched:
            record_event("loan.hold_released", subject=row, actor=released_by, data={"hold": hold_id})
        found = LoanHold.objects.filter(pk=hold_id, loan=row).first()
        if found is None:
            raise Refused("no_hold", _("There is no such mark."))
    return found
