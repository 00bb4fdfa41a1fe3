"""What a dealer still owes for goods that came back, as the page of its wallet shows it."""

from dataclasses import dataclass

from accounts import clock
from accounts.dealers.sections import MONEY_PAGE, DealerSection, add_dealer_section
from accounts.models import Dealer
from finance.models import Hold
from lending.goods.returning import HOLD_PURPOSE, return_figures
from lending.models import GoodsOrder
from lending.repayment.book import read_books


@dataclass(frozen=True)
class WaitingReturn:
    """What a return would cost today, and what of it is set aside; in fen."""

    number: str
    dealer_pays_fen: int
    set_aside_fen: int

    @property
    def missing_fen(self) -> int:
        return max(self.dealer_pays_fen - self.set_aside_fen, 0)


@dataclass(frozen=True)
class WaitingReturns:
    returns: list[WaitingReturn]

    @property
    def missing_fen(self) -> int:
        return sum(one.missing_fen for one in self.returns)


def register_waiting_returns() -> None:
    """Add the card to the page of the dealer's wallet."""
    add_dealer_section(
        DealerSection("returns", MONEY_PAGE, 10, "lending/dealer/_waiting_returns.html", waiting_returns)
    )


def waiting_returns(dealer: Dealer) -> WaitingReturns | None:
    """Return the returns that await the dealer's funds, the oldest first; None where none does."""
    waiting = GoodsOrder.objects.select_related("loan", "retention_hold").filter(
        dealer=dealer, status=GoodsOrder.Status.AWAITING_FUNDS, loan__isnull=False
    )
    orders = list(waiting.order_by("pk"))
    if not orders:
        return None
    set_aside = _set_aside(orders)
    books = {book.loan.pk: book for book in read_books([order.loan_id for order in orders if order.loan_id])}
    today = clock.today()
    return WaitingReturns(
        [
            WaitingReturn(
                order.number,
                return_figures(order, order.loan, books.get(order.loan.pk), today).dealer_pays_fen,
                set_aside[order.number],
            )
            for order in orders
            if order.loan is not None
        ]
    )


def _set_aside(orders: list[GoodsOrder]) -> dict[str, int]:
    """Return by order what its retention and its return hold of the dealer's money."""
    held = Hold.Status.HELD
    sums = {
        order.number: order.retention_hold.amount_fen
        if order.retention_hold is not None and order.retention_hold.status == held
        else 0
        for order in orders
    }
    rows = Hold.objects.filter(reference__in=list(sums), purpose=HOLD_PURPOSE, status=held)
    for reference, amount_fen in rows.values_list("reference", "amount_fen"):
        sums[reference] += amount_fen
    return sums
