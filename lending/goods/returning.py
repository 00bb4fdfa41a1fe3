"""What a return costs the dealer on a day, and the one posting order that pays it."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from finance import chart
from finance.models import Hold
from finance.posting import EntryInput, TransferInput, fee_refund_transfers
from finance.services.post_entries import post_entries
from finance.services.release_holds import release_holds
from lending.goods.delivery import MERCHANT_FEE_INCOME
from lending.goods.parties import dealer_login
from lending.models import GoodsOrder, Loan, LoanPayment
from lending.repayment.book import LoanBook
from lending.repayment.dues import settlement_of
from lending.repayment.plan import plan_settlement
from lending.repayment.write import write_payments
from lending.subsidies.holds import held_subsidies

HOLD_PURPOSE = "return"


@dataclass(frozen=True)
class ReturnFigures:
    """Amounts in fen: to the holders (and fees due) by days, to the customer, and the merchant fee that comes back."""

    settlement_fen: int
    principal_fen: int
    down_payment_fen: int
    merchant_fee_fen: int

    @property
    def refund_fen(self) -> int:
        return self.principal_fen + self.down_payment_fen

    @property
    def dealer_pays_fen(self) -> int:
        return self.settlement_fen + self.refund_fen - self.merchant_fee_fen


def return_figures(order: GoodsOrder, loan: Loan, book: LoanBook | None, on: dt.date) -> ReturnFigures:
    """Return what the return would cost on a day; a loan paid off meanwhile has nothing left to settle."""
    settlement_fen = settlement_of(book, on, bears_early_fee=False).total_fen if book is not None else 0
    return ReturnFigures(
        settlement_fen,
        loan.principal_fen - loan.outstanding_fen,
        order.down_payment_fen,
        order.merchant_fee_fen,
    )


def holds_of(order: GoodsOrder) -> list[int]:
    """Return the dealer's money set aside: the retention, interest to come, and what a return has taken so far."""
    held = Hold.objects.filter(reference=order.number, purpose=HOLD_PURPOSE, status=Hold.Status.HELD)
    ids = list(held.values_list("pk", flat=True))
    retention = order.retention_hold
    if retention is not None and retention.status == Hold.Status.HELD:
        ids.append(retention.pk)
    if order.subsidy_fen and order.loan_id is not None:
        ids += [one.hold_id for one in held_subsidies(order.loan_id)]
    return ids


def pay_return(
    order: GoodsOrder, loan: Loan, book: LoanBook | None, *, on: dt.date, actor: User | None
) -> ReturnFigures:
    """Pay the holders, refund the customer, take the merchant fee back; raises InsufficientFunds, then nothing moved.

    The caller holds order and book locked in a transaction of its own. An early settlement and no reversal: the loan
    was a loan, its holders keep the interest of its days.
    """
    figures, dealer = return_figures(order, loan, book, on), dealer_login(order.dealer)
    available = chart.wallet_available(dealer)
    hold_ids = holds_of(order)
    if hold_ids:
        release_holds(
            hold_ids=hold_ids,
            reference=order.number,
            key=f"goods:{order.number}:return:released",
            actor=actor,
        )
    transfers = fee_refund_transfers(
        available, order.merchant_fee_fen, MERCHANT_FEE_INCOME, "merchant_fee", on=order.delivered_on or on
    )
    customer = chart.wallet_available(order.customer_id)
    for amount_fen, purpose in (
        (figures.principal_fen, "principal"),
        (figures.down_payment_fen, "down_payment"),
    ):
        if amount_fen:
            transfers.append(TransferInput(available, customer, amount_fen, purpose))
    if transfers:
        key = f"goods:{order.number}:returned"
        post_entries(
            [
                EntryInput(
                    "goods.returned", order.number, key, transfers, posted_by_id=actor.pk if actor else None
                )
            ]
        )
    if book is not None:
        plan = plan_settlement(
            book,
            settlement_of(book, on, bears_early_fee=False),
            key=f"goods:{order.number}:return:settled",
            paid_by=actor,
            kind=LoanPayment.Kind.RETURN,
            payer_id=dealer.pk,
        )
        write_payments([plan], actor=actor)
    return figures
