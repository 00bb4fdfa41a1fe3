"""Revoke the mandate to debit the bound card."""

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from finance.services.cancel_drawn_deposit import cancel_drawn_deposit
from lending.models import DebitMandate, DebitRequest, Loan


def revoke_debit_mandate(*, loan: Loan, borrower: User) -> bool:
    """End it at once, with any order the bank has not been given yet; return whether there was one.

    What the bank is already asked for cannot be called back; its money pays the loan, or stays in the wallet.
    """
    with transaction.atomic():
        clock.lock_business_date()
        row = lock_one(Loan.objects.filter(pk=loan.pk, borrower=borrower))
        touched = DebitMandate.objects.filter(loan=row, revoked_at=None).update(revoked_at=clock.now())
        if not touched:
            return False
        for number in DebitRequest.objects.filter(loan=row, ended_at=None).values_list(
            "deposit__number", flat=True
        ):
            cancel_drawn_deposit(number=number, actor=borrower)
        record_event("loan.card_debit_revoked", subject=row, actor=borrower, data={})
    return True
