"""What a payment would go to, before anybody presses."""

from lending.domain.allocation import Part, allocate
from lending.repayment.book import LoanBook
from lending.repayment.dues import LoanDues, allocation_order


def preview_payment(book: LoanBook, dues: LoanDues, amount_fen: int) -> list[Part]:
    """Return the parts of a payment by instalment and component, as `pay_loan` would lay them."""
    order = allocation_order(book.loan.product_version.allocation)
    return list(allocate(amount_fen, [*dues.now, *dues.ahead], order).parts)
