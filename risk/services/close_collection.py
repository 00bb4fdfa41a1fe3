"""Close a collection case the second nothing is overdue any more."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock, lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Loan
from risk.collections.assigning import next_officer
from risk.collections.promises import judge_promises
from risk.collections.rules import work_rule
from risk.collections.standing import is_owed
from risk.models import CollectionCase, CollectionContact
from risk.models.collection import CloseReason


def close_collection(*, case_id: int, actor: User | None = None) -> CollectionCase:
    """Judge the open promise by what was paid; where the loan is cured, drop calls under way and close the case.

    A case that is closed, or whose loan is still overdue, stays as it is.
    """
    with transaction.atomic():
        row = lock_one(CollectionCase.objects.filter(pk=case_id))
        if not row.is_live:
            return row
        _find_officer(row)
        judge_promises(row, actor=actor)
        loan = Loan.objects.get(pk=row.loan_id)
        if is_owed(loan):
            _keep_in_step(row, loan)
            return row
        running = CollectionContact.objects.filter(case=row, status=CollectionContact.Status.OPEN)
        for contact in lock(running):
            move(contact, CollectionContact.Status.DROPPED, actor=None)
        today = clock.today()
        move(
            row,
            CollectionCase.Status.CLOSED,
            actor=actor,
            closed_at=clock.now(),
            closed_on=today,
            close_reason=CloseReason.SETTLED if loan.status == Loan.Status.SETTLED else CloseReason.CURED,
            closed_stage=work_rule().stage_on(row.overdue_since_on, today),
        )
    return row


def _find_officer(row: CollectionCase) -> None:
    """Give a case that was opened while nobody collected to whose turn it is now."""
    if row.officer_id is None:
        row.officer = next_officer(row.loan.borrower)
        row.save(update_fields=["officer"])


def _keep_in_step(row: CollectionCase, loan: Loan) -> None:
    """A part payment may settle the oldest instalment: the loan is then late since the next one."""
    if loan.overdue_since_on is not None and loan.overdue_since_on != row.overdue_since_on:
        row.overdue_since_on = loan.overdue_since_on
        row.save(update_fields=["overdue_since_on"])
