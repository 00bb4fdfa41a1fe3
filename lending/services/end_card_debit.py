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
from lending.repayment.write import pay_dealers_due, write_payments


def end_card_debit(*, deposit_id: int) -> LoanPayment | None:
    """Pay the loan with what came, counted from the bank's date; what is more stays in the wallet.

    A refusal only lets the loan go on: what was suspended is derived anew from the dates. Safe to run twice.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        asked = (
            DebitRequest.objects.filter(deposit=deposit_id, ended_at=None).select_related("deposit").first()
        )
        if asked is None or asked.deposit.status in Deposit.IN_TRANSIT:
            return None
        lock(Loan.objects.filter(pk=asked.loan_id))
        ended = DebitRequest.objects.filter(pk=asked.pk, ended_at=None).update(ended_at=clock.now())
        if not ended:
            return None
        Loan.objects.filter(pk=asked.loan_id).update(debit_asked_on=None)
        is_paid = asked.deposit.status == Deposit.Status.CONFIRMED
        payment = _pay(asked, today) if is_paid else None
        record_event(
            "loan.card_debited" if is_paid else "loan.card_debit_failed",
            subject=asked.loan,
            actor=None,
            data={"deposit": asked.deposit.number, "amount_fen": asked.amount_fen},
        )
    return payment


def _pay(asked: DebitRequest, today: dt.date) -> LoanPayment | None:
    booked = BankTransaction.objects.filter(reference=asked.deposit.number, direction=1).first()
    value_on = min(booked.value_on if booked else today, today)
    for book in lock_books([asked.loan_id]):
        pay_dealers_due([book], value_on, on=today)
        free_fen = lock_wallets(book.owner_ids)[book.loan.borrower_id]
        dues = collect_dues(book, value_on)
        amount_fen = min(asked.amount_fen, dues.now_fen, free_fen)
        if amount_fen <= 0:
            return None
        plan = plan_allocation(
            book,
            allocate(amount_fen, dues.now, allocation_order(book.loan.product_version.allocation)).parts,
            kind=LoanPayment.Kind.CARD,
            key=f"card:{asked.deposit.number}",
            on=today,
            paid_by=None,
            value_on=value_on,
        )
        return write_payments([plan], actor=None)[0]
    return None
