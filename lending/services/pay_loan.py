"""Pay on a loan by hand."""

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


def pay_loan(*, loan: Loan, payer: User, amount_fen: int, key: str) -> LoanPayment:
    """Pay an amount from the borrower's wallet: what is due, the oldest instalment first, then the next one ahead.

    Refuses (`loan_ended`), (`nothing_due`), (`too_much`) more than what is due and the next instalment, for that is
    an early settlement, and insufficient funds; then nothing moves. The same key again finds the first payment.
    CC 561.
    """

    def perform() -> str:
        return _pay(loan, payer, amount_fen, key).number

    with transaction.atomic():
        inputs = {"loan": loan.number, "amount_fen": amount_fen}
        number = run_once(actor=payer, command="pay_loan", key=key, inputs=inputs, perform=perform)
        return LoanPayment.objects.get(number=number)


def _pay(loan: Loan, payer: User, amount_fen: int, key: str) -> LoanPayment:
    today = clock.lock_business_date()
    book = lock_open_book(loan.pk)
    dues = collect_dues(book, today)
    if dues.payable_fen == 0:
        raise Refused("nothing_due", _("Nothing can be paid on this loan now."))
    if not 0 < amount_fen <= dues.payable_fen:
        raise Refused(
            "too_much",
            _(
                "At most the amounts due and the next instalment can be paid. To pay everything, settle the loan early."
            ),
            field="amount_fen",
        )
    order = allocation_order(loan.product_version.allocation)
    allocation = allocate(amount_fen, [*dues.now, *dues.ahead], order)
    plan = plan_allocation(
        book,
        allocation.parts,
        kind=LoanPayment.Kind.MANUAL,
        key=f"pay:{payer.number}:{key}",
        on=today,
        paid_by=payer,
    )
    return write_payments([plan], actor=payer)[0]
