"""Debit what is due from the borrowers' wallets, at the end of a day."""

import datetime as dt

from django.db import transaction

from accounts import clock
from finance.services.lock_wallets import lock_wallets
from lending.domain.allocation import allocate
from lending.left_alone import without_left_alone
from lending.models import Instalment, Loan, LoanPayment
from lending.repayment.book import LoanBook, lock_books
from lending.repayment.dues import allocation_order, collect_dues
from lending.repayment.plan import PaymentPlan, plan_allocation
from lending.repayment.write import pay_dealers_due, write_payments


def find_loans_to_debit(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return loans that owe something due by the day and may be debited, in the order of their ids.

    Loans that machines leave alone are left out.
    """
    due = Instalment.objects.filter(
        due_on__lte=business_date,
        settled_at=None,
        superseded_at=None,
        loan__gt=after_id,
        loan__status__in=Loan.OWING,
        loan__is_debited_automatically=True,
    )
    return list(without_left_alone(due).order_by("loan").values_list("loan", flat=True).distinct()[:limit])


def debit_loans(*, business_date: dt.date, loan_ids: list[int]) -> list[LoanPayment]:
    """Pay each loan's dues from its borrower's free money, as far as it reaches, the loan due earliest first.

    Held money is not touched. A loan is debited once a day: the payment's key is made of the day and the loan.
    """
    with transaction.atomic():
        clock.lock_business_date()
        books = [book for book in lock_books(loan_ids) if not _was_debited(book, business_date)]
        pay_dealers_due(books, business_date, on=business_date)
        free_fen = lock_wallets(owner_id for book in books for owner_id in book.owner_ids)
        plans = []
        for book in sorted(books, key=lambda book: (book.instalments[0].due_on, book.loan.pk)):
            plan = _plan(book, business_date, free_fen[book.loan.borrower_id])
            if plan is not None:
                free_fen[book.loan.borrower_id] -= plan.amount_fen
                plans.append(plan)
        return write_payments(plans, actor=None)


def _plan(book: LoanBook, business_date: dt.date, free_fen: int) -> PaymentPlan | None:
    dues = collect_dues(book, business_date)
    amount_fen = min(free_fen, dues.now_fen)
    if amount_fen <= 0:
        return None
    order = allocation_order(book.loan.product_version.allocation)
    return plan_allocation(
        book,
        allocate(amount_fen, dues.now, order).parts,
        kind=LoanPayment.Kind.AUTOMATIC,
        key=_key(book, business_date),
        on=business_date,
        paid_by=None,
    )


def _was_debited(book: LoanBook, business_date: dt.date) -> bool:
    key = _key(book, business_date)
    return any(payment.key == key for payment in book.payments)


def _key(book: LoanBook, business_date: dt.date) -> str:
    return f"close:{business_date.isoformat()}:debit:{book.loan.number}"
