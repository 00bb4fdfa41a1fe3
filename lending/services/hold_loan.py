"""Mark a loan as disputed, its borrower as dead, or it as taken out by fraud."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from lending.models import Loan, LoanHold
from lending.services.withdraw_offers import withdraw_offers


def hold_loan(*, loan: Loan, kind: str, reason: str, placed_by: User) -> LoanHold:
    """Stop automatic debit, reminders and redrawn schedules of an unpaid loan while the mark stands.

    What is owed stays owed and may be paid; interest runs on until it is decided. Refuses (`no_reason`),
    (`loan_ended`), and (`held_already`) a second mark of the kind.
    """
    if not reason.strip():
        raise Refused("no_reason", _("Write what happened and how it is known."), field="reason")
    with transaction.atomic():
        row = lock_one(Loan.objects.filter(pk=loan.pk))
        if row.status == Loan.Status.SETTLED:
            raise Refused("loan_ended", _("This loan is already paid off."))
        try:
            with transaction.atomic():
                hold = LoanHold.objects.create(
                    loan=row, kind=kind, reason=reason.strip(), placed_by=placed_by, placed_at=clock.now()
                )
        except IntegrityError as error:
            raise Refused("held_already", _("The loan is marked like this already.")) from error
        withdraw_offers(loan_ids=[row.pk], reason="loan_held", actor=placed_by)
        record_event("loan.held", subject=row, actor=placed_by, data={"hold": hold.pk, "kind": kind})
    return hold
