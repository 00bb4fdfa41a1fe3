"""What became of promises, from the payments that were posted."""

import datetime as dt

from django.db.models import F, Q, QuerySet, Sum

from accounts import clock
from accounts.models import User
from accounts.states import move
from lending.models import LoanPayment
from risk.domain.collecting import promise_outcome
from risk.models import CollectionCase, PaymentPromise
from risk.models.collection import NextAction

# What a dealer pays is no debtor's promise kept.
NOT_THE_DEBTORS = (LoanPayment.Kind.DEALER, LoanPayment.Kind.RETURN)


def debtors_payments() -> "QuerySet[LoanPayment]":
    """Return payments that came from the borrowers themselves."""
    own = Q(payer=None) | Q(payer=F("loan__borrower"))
    return LoanPayment.objects.filter(own).exclude(kind__in=NOT_THE_DEBTORS)


def paid_since(promise: PaymentPromise) -> int:
    """Return what the debtor paid on the loan after the promise was made and until the end of its day; fen."""
    rows = debtors_payments().filter(
        loan=promise.case.loan_id, paid_at__gt=promise.taken_at, paid_on__lte=promise.due_on
    )
    return int(rows.aggregate(fen=Sum("amount_fen"))["fen"] or 0)


def judge_promises(case: CollectionCase, *, actor: User | None) -> None:
    """End the case's open promise if it is kept, or its day is over; one not kept asks for a call today.

    The caller holds the case's lock.
    """
    promise = PaymentPromise.objects.filter(case=case, status=PaymentPromise.Status.OPEN).first()
    if promise is None:
        return
    promise.case = case
    today = clock.today()
    # Inside a close the closing day itself is over; otherwise only the day before is.
    closed_on = today if clock.closing_on() is not None else today - dt.timedelta(days=1)
    paid_fen = paid_since(promise)
    outcome = promise_outcome(
        amount_fen=promise.promised_fen, paid_fen=paid_fen, due_on=promise.due_on, closed_on=closed_on
    )
    if outcome == PaymentPromise.Status.OPEN:
        return
    move(
        promise,
        outcome,
        actor=actor,
        data={"case": case.number, "promised_fen": promise.promised_fen, "paid_fen": paid_fen},
        paid_fen=paid_fen,
        ended_at=clock.now(),
        ended_on=today,
    )
    case.broken_promises = 0 if outcome == PaymentPromise.Status.KEPT else case.broken_promises + 1
    case.next_action, case.next_action_on = NextAction.CALL, today
    case.save(update_fields=["broken_promises", "next_action", "next_action_on"])
