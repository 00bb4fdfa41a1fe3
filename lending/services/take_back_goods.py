"""The dealer has the goods back: pay the loan off and refund the customer, or wait for the dealer's money."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.errors import StaleState
from accounts.models import User
from accounts.states import move
from finance.errors import InsufficientFunds
from finance.queries.wallets import wallet_balance
from finance.services.place_hold import place_hold
from lending.goods.locks import lock_order
from lending.goods.parties import dealer_login
from lending.goods.returning import HOLD_PURPOSE, pay_return
from lending.models import GoodsOrder, Loan
from lending.repayment.book import lock_books
from lending.services.withdraw_offers import withdraw_offers

Status = GoodsOrder.Status


def take_back_goods(*, order: GoodsOrder, actor: User) -> GoodsOrder:
    """Settle the loan early out of the dealer's retention, then its free money, and refund the customer.

    A dealer short of money leaves the order awaiting its funds: what is there is set aside, the customer's instalments
    pause, the dealer makes no new orders; the platform advances nothing. Taken back twice is taken back once.
    Refuses who may not act for the dealer and (StaleState) goods nobody gives back.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        lock_for_member(order.dealer, actor)
        row = lock_order(order.pk)
        if row.status in (Status.AWAITING_FUNDS, Status.RETURNED):
            return row
        if row.status != Status.RETURN_ASKED:
            raise StaleState("stale_state", _("The customer has not asked for a return."))
        settle_or_wait(row, today, actor)
    return row


def settle_or_wait(row: GoodsOrder, today: dt.date, actor: User | None) -> None:
    """Pay a return of a locked order, or set aside what the dealer has and let it wait for the rest."""
    loan = Loan.objects.get(pk=row.loan_id or 0)
    books = lock_books([loan.pk])
    book = books[0] if books else None
    taken_back_at = row.taken_back_at or clock.now()
    withdraw_offers(loan_ids=[loan.pk], reason="loan_held", actor=actor)
    try:
        with transaction.atomic():
            figures = pay_return(row, loan, book, on=today, actor=actor)
    except InsufficientFunds:
        if row.status != Status.AWAITING_FUNDS:
            move(row, Status.AWAITING_FUNDS, actor=actor, taken_back_at=taken_back_at)
        _set_aside(row, actor)
        return
    move(
        row,
        Status.RETURNED,
        actor=actor,
        data={"refunded_fen": figures.refund_fen, "settled_fen": figures.settlement_fen},
        returned_at=clock.now(),
        returned_on=today,
        refunded_fen=figures.refund_fen,
        taken_back_at=taken_back_at,
    )


def _set_aside(row: GoodsOrder, actor: User | None) -> None:
    """Hold what the dealer has free, so that it is not paid out before the customer and the holders have theirs."""
    dealer = dealer_login(row.dealer)
    free_fen = wallet_balance(dealer).available_fen
    if free_fen <= 0:
        return
    place_hold(
        owner=dealer,
        amount_fen=free_fen,
        purpose=HOLD_PURPOSE,
        reference=row.number,
        key=f"goods:{row.number}:return:{clock.now().isoformat()}",
        actor=actor,
    )
