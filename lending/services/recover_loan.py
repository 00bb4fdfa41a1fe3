"""Lay money that came for an overdue loan on it: documented costs first, then the holders."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.models import User
from lending.domain.allocation import allocate
from lending.models import Loan, LoanPayment
from lending.repayment.dues import allocation_order, collect_dues
from lending.repayment.open_book import lock_open_book
from lending.repayment.plan import plan_allocation
from lending.repayment.write import write_payments


def recover_loan(*, loan: Loan, amount_fen: int, value_on: dt.date, actor: User, key: str) -> LoanPayment:
    """Pay from the borrower's free money under the borrower's standing consent; what is not owed stays in the wallet.

    It posts on the open business date and counts from the bank's. Refuses (`loan_ended`), (`no_consent`) where the
    borrower switched automatic debit off, (`not_late`), (`bad_value_date`) one after today or before the last
    payment, (`too_much`) more than is due, and insufficient funds; then nothing moves.
    """

    def perform() -> str:
        return _recover(loan, amount_fen, value_on, actor, key).number

    inputs = {"loan": loan.number, "amount_fen": amount_fen, "value_on": value_on.isoformat()}
    with transaction.atomic():
        number = run_once(actor=actor, command="recover_loan", key=key, inputs=inputs, perform=perform)
        return LoanPayment.objects.get(number=number)


def _recover(loan: Loan, amount_fen: int, value_on: dt.date, actor: User, key: str) -> LoanPayment:
    today = clock.lock_business_date()
    book = lock_open_book(loan.pk)
    if not book.loan.is_debited_automatically:
        raise Refused(
            "no_consent", _("The borrower switched automatic debit off; only the borrower can pay.")
        )
    if book.loan.overdue_since_on is None:
        raise Refused("not_late", _("This loan is not overdue."))
    own = [payment.value_on for payment in book.payments if payment.kind != LoanPayment.Kind.DEALER]
    last_on = max(own, default=book.loan.disbursed_on)
    if not last_on <= value_on <= today:
        raise Refused(
            "bad_value_date",
            _("The date lies between the last payment, %(last)s, and today.") % {"last": last_on.isoformat()},
            field="value_on",
        )
    dues = collect_dues(book, value_on)
    if not 0 < amount_fen <= dues.now_fen:
        raise Refused("too_much", _("No more than what is due can be taken."), field="amount_fen")
    order = allocation_order(book.loan.product_version.allocation)
    plan = plan_allocation(
        book,
        allocate(amount_fen, dues.now, order).parts,
        kind=LoanPayment.Kind.AUTOMATIC,
        key=f"recover:{actor.number}:{key}",
        on=today,
        paid_by=actor,
        value_on=value_on,
    )
    return write_payments([plan], actor=actor)[0]
