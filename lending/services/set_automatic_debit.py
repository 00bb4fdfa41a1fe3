"""Switch a loan's automatic debit on or off."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.models import Loan


def set_automatic_debit(*, loan: Loan, borrower: User, is_on: bool) -> Loan:
    """Set whether the close debits what is due from the borrower's wallet; asked again, nothing happens.

    Refuses (`loan_ended`) a loan that is paid off. RULES `mandate`: only with the borrower's consent, which may be
    taken back at any time; the event keeps when it was given.
    """
    with transaction.atomic():
        clock.lock_business_date()
        locked = lock_one(Loan.objects.filter(pk=loan.pk))
        if locked.status != Loan.Status.ACTIVE:
            raise Refused("loan_ended", _("This loan is already paid off."))
        if locked.is_debited_automatically != is_on:
            locked.is_debited_automatically = is_on
            locked.save(update_fields=["is_debited_automatically"])
            record_event("loan.automatic_debit_set", subject=locked, actor=borrower, data={"is_on": is_on})
    return locked
