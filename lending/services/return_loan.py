"""Return a first loan within the cooling-off days."""

from django.db import transaction

from accounts import clock
from accounts.commands import run_once
from accounts.events import record_event
from accounts.models import User
from lending.cooling.plan import cooling_return, plan_cooling
from lending.models import Loan, LoanPayment
from lending.repayment.open_book import lock_open_book
from lending.repayment.write import write_payments


def return_loan(*, loan: Loan, payer: User, key: str) -> LoanPayment:
    """Give the whole principal back and end the loan: no interest and no fee is owed (RULES `cooling.off`).

    The holders' interest of the days is the company's to pay; the event hands it on. Refuses (`loan_ended`), what
    `cooling_return` refuses, and insufficient funds; then nothing moves. The same key again finds the payment.
    """

    def perform() -> str:
        return _return(loan, payer, key).number

    with transaction.atomic():
        number = run_once(
            actor=payer, command="return_loan", key=key, inputs={"loan": loan.number}, perform=perform
        )
        return LoanPayment.objects.get(number=number)


def _return(loan: Loan, payer: User, key: str) -> LoanPayment:
    today = clock.lock_business_date()
    book = lock_open_book(loan.pk)
    found = cooling_return(book, today)
    plan = plan_cooling(book, key=f"return:{payer.number}:{key}", on=today, paid_by=payer)
    payment = write_payments([plan], actor=payer)[0]
    record_event(
        "loan.returned",
        subject=book.loan,
        actor=payer,
        data={"payment": payment.number, "holders_interest_fen": found.holders_interest_fen},
    )
    return payment
