"""Open a collection case for a loan that has become overdue."""

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.locking import lock_names, lock_one
from accounts.models import User
from accounts.numbers import next_number
from lending.models import Loan
from risk.collections.assigning import next_officer
from risk.collections.standing import is_owed
from risk.models import CollectionCase

PREFIX = "CO"


def open_collection(*, loan_id: int, actor: User | None = None) -> CollectionCase | None:
    """Open the case, give it to an officer by the fair rule and ask for a first call today.

    A live case is found, not doubled; None where the loan is not overdue any more.
    """
    with transaction.atomic():
        today = clock.today()
        # Two loans that fall late together would both count the loads before either is written.
        lock_names("collection:assigning")
        found = CollectionCase.objects.filter(loan=loan_id, status__in=CollectionCase.LIVE).first()
        if found is not None:
            return found
        loan = lock_one(Loan.objects.filter(pk=loan_id))
        if not is_owed(loan) or loan.overdue_since_on is None:
            return None
        officer = next_officer(loan.borrower)
        case = CollectionCase.objects.create(
            number=next_number(PREFIX),
            loan=loan,
            officer=officer,
            overdue_since_on=loan.overdue_since_on,
            opened_at=clock.now(),
            next_action_on=today,
        )
        record_event(
            "collection.opened",
            subject=case,
            actor=actor,
            data={"loan": loan.number, "officer": officer.number if officer else ""},
        )
    return case
