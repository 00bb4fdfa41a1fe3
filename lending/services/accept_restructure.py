"""Accept the offered plan: pay what is owed up to today, then the rest is drawn anew."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.domain.due_dates import add_months
from lending.models import Restructure
from lending.redrawing.restructuring import RESTRUCTURE, RestructurePlan, mandate_of, plan_restructure_of
from lending.redrawing.write import write_version
from lending.repayment.book import LoanBook
from lending.repayment.dues import dealers_interest_in
from lending.repayment.open_book import lock_open_book
from lending.repayment.plan import plan_arrears
from lending.repayment.write import DealersInterest, pay_dealers_interest, write_payments


def accept_restructure(*, number: str, borrower: User, shown_hash: str, key: str) -> Restructure:
    """Pay interest, overdue interest and fees up to today from the wallet, and put the new schedule in force.

    Interest up to today that a dealer set aside is the dealer's. Overdue principal becomes part of the new schedule; a
    lower rate holds from today on; nothing is waived and no interest bears interest. Refuses (`loan_ended`),
    (`not_offered`) and lapsed offers, what `plan_restructure_of` refuses, (`figure_changed`) when it is no longer what
    the borrower saw, and insufficient funds; then nothing moves. The loan is watched for the months of the rule
    (class.five).
    """

    def perform() -> str:
        return _accept(number, borrower, shown_hash, key).number

    with transaction.atomic():
        run_once(
            actor=borrower, command="accept_restructure", key=key, inputs={"number": number}, perform=perform
        )
        return Restructure.objects.get(number=number)


def _accept(number: str, borrower: User, shown_hash: str, key: str) -> Restructure:
    today = clock.lock_business_date()
    row = lock_one(Restructure.objects.filter(number=number, loan__borrower=borrower))
    if row.status != Restructure.Status.OFFERED or not row.offer_until_on or row.offer_until_on < today:
        raise Refused("not_offered", _("This offer is no longer open."))
    book = lock_open_book(row.loan_id)
    plan = plan_restructure_of(
        book,
        extra_periods=row.extra_periods,
        holiday_periods=row.holiday_periods,
        lowered_rate_ppm=row.lowered_rate_ppm,
        on=today,
        is_voted=row.needs_vote,
    )
    if plan.shown_hash != shown_hash:
        raise Refused(
            "figure_changed", _("The figure has changed since you saw it. Please look at it again.")
        )
    _put_in_force(book, plan, borrower, key)
    move(
        row,
        Restructure.Status.ACCEPTED,
        actor=borrower,
        ended_at=clock.now(),
        schedule_version=book.loan.schedule_version,
    )
    return row


def _put_in_force(book: LoanBook, plan: RestructurePlan, borrower: User, key: str) -> None:
    dealers = DealersInterest(book, dealers_interest_in(plan.settlement, book))
    pay_dealers_interest([dealers], on=plan.settlement.as_of, actor=borrower)
    if plan.arrears_fen:
        payment = plan_arrears(
            book, plan.settlement, key=f"restructure:{borrower.number}:{key}", paid_by=borrower
        )
        write_payments([payment], actor=borrower)
    write_version(book, plan.redrawn, reason=RESTRUCTURE, actor=borrower)
    loan = book.loan
    # Two periods at least, and a year (class.five).
    second_on = book.instalments[min(1, len(book.instalments) - 1)].due_on
    loan.watched_until_on = max(second_on, add_months(clock.today(), mandate_of(loan)["watch_months"]))
    loan.save(update_fields=["watched_until_on"])
