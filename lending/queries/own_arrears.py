"""Whether somebody owes the platform's lenders anything that should have been paid."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from lending.goods.pauses import paused_loans
from lending.models import Acceleration, Instalment, Loan


def has_arrears(borrower: User, on: dt.date) -> bool:
    """Tell whether a borrower has a loan that is overdue on a day, called in, or written off and not paid since.

    What waits for a bank or for a dealer who took the goods back is no arrears of the borrower.
    """
    late = Instalment.objects.filter(loan=OuterRef("pk"), due_on__lt=on, settled_at=None, superseded_at=None)
    called_in = Acceleration.objects.filter(loan=OuterRef("pk"), status=Acceleration.Status.IN_FORCE)
    own = Loan.objects.filter(borrower=borrower, status__in=Loan.OWING)
    waits = Q(debit_asked_on__isnull=False) | Q(pk__in=paused_loans())
    is_late = Exists(late) & ~waits
    return own.filter(Q(status=Loan.Status.WRITTEN_OFF) | Exists(called_in) | is_late).exists()
