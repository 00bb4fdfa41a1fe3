"""Settle a loan early."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.models import User
from lending.models import Loan, LoanPayment
from lending.repayment.dues import borrower_settlement_of, dealers_interest_in
from lending.repayment.open_book import lock_open_book
from lending.repayment.plan import plan_settlement
from lending.repayment.write import DealersInterest, pay_dealers_interest, write_payments


def settle_loan(*, loan: Loan, payer: User, shown_fen: int, key: str) -> LoanPayment:
    """Pay everything a loan owes today and end it: interest runs for the days used and no longer (CC 677).

    Where a dealer pays the interest, those days are the dealer's, and the rest of what it set aside goes back to it.
    Refuses (`loan_ended`), (`figure_changed`) when the figure the borrower saw is no longer today's, and insufficient
    funds; then nothing moves. The same key again finds the first settlement.
    """

    def perform() -> str:
        return _settle(loan, payer, shown_fen, key).number

    with transaction.atomic():
        inputs = {"loan": loan.number, "shown_fen": shown_fen}
        number = run_once(actor=payer, command="settle_loan", key=key, inputs=inputs, perform=perform)
        return LoanPayment.objects.get(number=number)


def _settle(loan: Loan, payer: User, shown_fen: int, key: str) -> LoanPayment:
    today = clock.lock_business_date()
    book = lock_open_book(loan.pk)
    if book.loan.costs_owed_fen:
        raise Refused(
            "costs_first",
            _("Costs of collection are owed. Please pay what is due first; it begins with them."),
        )
    settlement = borrower_settlement_of(book, today)
    if settlement.total_fen != shown_fen:
        raise Refused(
            "figure_changed", _("The figure has changed since you saw it. Please look at it again.")
        )
    dealers = DealersInterest(book, dealers_interest_in(settlement, book))
    pay_dealers_interest([dealers], on=today, actor=payer)
    plan = plan_settlement(book, settlement, key=f"settle:{payer.number}:{key}", paid_by=payer)
    return write_payments([plan], actor=payer)[0]
