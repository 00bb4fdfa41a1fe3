"""Take in what the bank said of a card debit."""

import datetime as dt

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.locking import lock
from finance.models import BankTransaction, Deposit
from finance.services.lock_wallets import lock_wallets
from lending.domain.allocation import allocate
from lending.models import DebitRequest, Loan, LoanPayment
from lending.repayment.book import lock_books
from lending.repayment.dues import allocation_order, collect_dues
from lending.repayment.plan import plan_allocation
from lending.repayment.write import write_payments


def end_card_debit(*, deposit_id: int) -> LoanPayment | None:
    """Pay the loan with what came, counted from the bank's date; what is more stays in the wallet.

    A refusal only lets the loan go on: what was suspended is derived anew from the dates. Safe to run twice.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        request = (
            DebitRequest.objects.filter(deposit=deposit_id, ended_at=None).select_related("deposit").first()
        )
        if request is None or request.deposit.status in Deposit.IN_TRANSIT:
            return None
        lock(Loan.objects.filter(pk=request.loan_id))
        ended = DebitRequest.objects.filter(pk=request.pk, ended_at=None).update(ended_at=clock.now())
        if not ended:
            return None
        Loan.objects.filter(pk=request.loan_id).update(debit_asked_on=None)
        is_paid = request.deposit.status == Deposit.Status.CONFIRMED
        payment = _pay(request, today) if is_paid else None
        record_event(
            "loan.card_debited" if is_paid else "loan.card_debit_failed",
            subject=request.loan,
            actor=None,
            data={"deposit": request.deposit.number, "amount_fen": request.amount_fen},
        )
    return payment


def _pay(request: DebitRequest, today: dt.date) -> LoanPayment | None:
    booked = BankTransaction.objects.filter(reference=request.deposit.number, direction=1).first()
    value_on = min(booked.value_on if booked else today, today)
    for book in lock_books([request.loan_id]):
        free_fen = lock_wallets(book.owner_ids)[book.loan.borrower_id]
        dues = collect_dues(book, value_on)
        amount_fen = min(request.amount_fen, dues.now_fen, free_fen)
        if amount_fen <= 0:
            return None
        plan = plan_allocation(
            book,
            allocate(amount_fen, dues.now, allocation_order(book.loan.product_version.allocation)).parts,
            kind=LoanPayment.Kind.CARD,
            key=f"card:{request.deposit.number}",
            on=today,
            paid_by=None,
            value_on=value_on,
        )
        return write_payments([plan], actor=None)[0]
    return None
