"""What a return within the cooling-off days would be, and what stands against it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from accounts.rules import rule_value
from lending.models import Loan, LoanPayment
from lending.models.product import ProductLine
from lending.product_terms import cooling_days_of
from lending.repayment.book import LoanBook
from lending.repayment.dues import settlement_of
from lending.repayment.plan import InstalmentPart, PaymentPlan, shares_of


@dataclass(frozen=True)
class CoolingReturn:
    """What goes back, and the interest of the days that the company pays the holders instead of the borrower; fen."""

    principal_fen: int
    holders_interest_fen: int
    last_on: dt.date


def last_cooling_day(loan: Loan) -> dt.date:
    """Return the last day a loan may be returned on: by RULES `cooling.off` as when it was paid out, or its product."""
    days = cooling_days_of(loan.product_version, rule_value("cooling.off", on=loan.disbursed_on))
    return loan.disbursed_on + dt.timedelta(days=days)


def cooling_return(book: LoanBook, on: dt.date) -> CoolingReturn:
    """Return what a return on a day would be.

    Refuses (`not_first`) any but the borrower's first loan, (`cooling_over`) after the days, (`goods_go_back`) goods,
    which go back to the dealer, and (`paid_already`) once anything was paid: then paying everything off remains.
    """
    loan = book.loan
    if loan.product_version.product.line == ProductLine.GOODS:
        raise Refused("goods_go_back", _("Goods go back to the dealer; please return them in the store."))
    if on > last_cooling_day(loan):
        raise Refused("cooling_over", _("The days for returning the loan are over."))
    earlier = Loan.objects.filter(borrower=loan.borrower_id, pk__lt=loan.pk)
    if rule_value("cooling.off", on=loan.disbursed_on)["first_loan_only"] and earlier.exists():
        raise Refused("not_first", _("Only a first loan can be returned without interest."))
    if book.payments:
        raise Refused(
            "paid_already", _("Something was paid on this loan already. Please pay everything off instead.")
        )
    interest_fen = settlement_of(book, on).interest_fen
    return CoolingReturn(loan.outstanding_fen, interest_fen, last_cooling_day(loan))


def plan_cooling(book: LoanBook, *, key: str, on: dt.date, paid_by: User) -> PaymentPlan:
    """Return the plan that gives all principal back and spares every interest and fee."""
    parts = {row.pk: InstalmentPart(principal_fen=row.unpaid_principal_fen) for row in book.instalments}
    return PaymentPlan(
        book=book,
        kind=LoanPayment.Kind.COOLING_OFF,
        key=key,
        on=on,
        paid_by=paid_by,
        parts=parts,
        is_settlement=True,
        shares=shares_of(book, parts),
    )
