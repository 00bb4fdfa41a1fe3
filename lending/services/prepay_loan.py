"""Pay a part of a loan's principal early."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.models import User
from lending.models import Loan, LoanPayment
from lending.redrawing.plans import PREPAYMENT, plan_prepayment
from lending.redrawing.write import write_version
from lending.repayment.open_book import lock_open_book
from lending.repayment.plan import plan_prepayment_parts
from lending.repayment.write import DealersInterest, pay_dealers_interest, write_payments


def prepay_loan(
    *, loan: Loan, payer: User, principal_fen: int, choice: str, shown_hash: str, key: str
) -> LoanPayment:
    """Pay a part of the principal with the interest and fee of the days used, and draw the rest anew (CC 677).

    `choice` says what becomes less, the term or the instalment. Refuses (`loan_ended`), what `plan_prepayment`
    refuses, (`figure_changed`) when it is no longer what the borrower saw, and insufficient funds; then nothing
    moves. The same key again finds the first payment.
    """

    def perform() -> str:
        return _prepay(loan, payer, principal_fen, choice, shown_hash, key).number

    with transaction.atomic():
        inputs = {"loan": loan.number, "principal_fen": principal_fen, "choice": choice}
        number = run_once(actor=payer, command="prepay_loan", key=key, inputs=inputs, perform=perform)
        return LoanPayment.objects.get(number=number)


def _prepay(
    loan: Loan, payer: User, principal_fen: int, choice: str, shown_hash: str, key: str
) -> LoanPayment:
    today = clock.lock_business_date()
    book = lock_open_book(loan.pk)
    redrawn = plan_prepayment(book, principal_fen=principal_fen, choice=choice, on=today)
    if redrawn.shown_hash != shown_hash or redrawn.prepayment is None:
        raise Refused(
            "figure_changed", _("The figure has changed since you saw it. Please look at it again.")
        )
    paid_row = write_version(book, redrawn, reason=PREPAYMENT, actor=payer)[0]
    dealers = DealersInterest(book, {paid_row.pk: paid_row.dealer_interest_fen})
    pay_dealers_interest([dealers], on=today, actor=payer)
    plan = plan_prepayment_parts(
        book,
        paid_row,
        early_fee_fen=redrawn.prepayment.early_fee_fen,
        key=f"prepay:{payer.number}:{key}",
        on=today,
        paid_by=payer,
    )
    return write_payments([plan], actor=payer)[0]
