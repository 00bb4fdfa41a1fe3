"""Whether a loan may be called in, by the rules it was made under."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.rules import rule_value
from lending.domain.acceleration import Default, default_of, is_cash_default, is_goods_default
from lending.goods.pauses import require_not_paused
from lending.models import GoodsOrder, Loan, LoanHold
from lending.models.product import ProductLine
from lending.repayment.book import LoanBook
from lending.repayment.dues import open_rows

REASON = "accelerated"


@dataclass(frozen=True)
class Measured:
    """How far behind a loan is, what the rule asks for, and whether it may be called in; `price_fen` 0 for cash."""

    default: Default
    is_met: bool
    has_more_to_come: bool
    price_fen: int
    share_ppm: int
    missed: int
    late_days: int


def notice_days(loan: Loan) -> int:
    """Return the least days between the notice and the day it names."""
    return int(rule_value("acceleration", on=loan.disbursed_on)["notice_days"])


def measure_default(book: LoanBook, as_of: dt.date) -> Measured:
    """Hold a loan to the rule of its line: RULES `goods.default` for goods, `acceleration` for cash."""
    rows, loan = open_rows(book), book.loan
    default = default_of(rows, as_of)
    rule = rule_value("acceleration", on=loan.disbursed_on)
    price_fen = share_ppm = 0
    if loan.product_version.product.line == ProductLine.GOODS:
        price_fen = GoodsOrder.objects.values_list("price_fen", flat=True).get(loan=loan)
        share_ppm = int(
            rule_value("goods.default", on=max(loan.disbursed_on, GOODS_RULE_FROM_ON))["unpaid_share_ppm"]
        )
        is_met = is_goods_default(default, price_fen, share_ppm)
    else:
        is_met = is_cash_default(default, rule["cash_missed"], rule["cash_late_days"])
    has_more = any(row.due_on > as_of for row in rows)
    return Measured(
        default, is_met, has_more, price_fen, share_ppm, rule["cash_missed"], rule["cash_late_days"]
    )


# The Civil Code took the place of the contract law's article 167, which said the same.
GOODS_RULE_FROM_ON = dt.date(2021, 1, 1)


def check_may_call_in(book: LoanBook, as_of: dt.date) -> Measured:
    """Return the test, or refuse.

    Refuses (`goods_returned`), (`written_off`), (`disputed`) while the debt itself is in dispute, (`all_due`) where
    nothing is left to call in, and (`not_in_default`).
    """
    loan = book.loan
    require_not_paused(loan)
    if loan.status != Loan.Status.ACTIVE:
        raise Refused("written_off", _("This loan is written off: all of it is due."))
    if is_disputed(loan):
        raise Refused("disputed", _("The borrower disputes this loan. That has to be decided first."))
    found = measure_default(book, as_of)
    if not found.has_more_to_come:
        raise Refused("all_due", _("All of this loan is due already."))
    if not found.is_met:
        raise Refused(
            "not_in_default", _("The borrower is not far enough behind for the loan to be called in.")
        )
    return found


def is_disputed(loan: Loan) -> bool:
    """Whether the borrower disputes the loan."""
    return LoanHold.objects.filter(loan=loan, kind=LoanHold.Kind.DISPUTE, released_at__isnull=True).exists()
