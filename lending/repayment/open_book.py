"""The one loan that a borrower is about to pay on or have redrawn."""

from django.utils.translation import gettext as _

from accounts.errors import Refused
from lending.goods.pauses import require_not_paused
from lending.repayment.book import LoanBook, lock_books


def lock_open_book(loan_id: int) -> LoanBook:
    """Lock an active loan with its open instalments and claims and return them.

    Refuses (`loan_ended`) a loan that is paid off, and (`goods_returned`) one that a dealer has to pay off.
    """
    books = lock_books([loan_id])
    if not books:
        raise Refused("loan_ended", _("This loan is already paid off."))
    require_not_paused(books[0].loan)
    return books[0]
