"""The last piece is accepted: the loan begins and the dealer is paid, in one entry."""

import datetime as dt

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from finance import chart
from finance.domain.money import PPM, divide_half_up
from finance.posting import TransferInput, fee_transfers
from finance.services.record_hold import record_hold
from lending.goods.parties import dealer_login
from lending.models import Application, BorrowerStanding, GoodsOrder, Listing
from lending.services.disburse_loan import LockedListing, Payee, check_payout, pay_out

MERCHANT_FEE_INCOME = "4004"


def lock_listing(order: GoodsOrder, standing: BorrowerStanding, today: dt.date) -> LockedListing:
    """Lock application and listing of an order; the caller holds dealer, standing and order."""
    application = lock_one(Application.objects.filter(pk=order.application_id))
    listing = lock_one(
        Listing.objects.select_related("borrower", "product_version__product").filter(application=application)
    )
    return LockedListing(standing, application, listing, today)


def finish_delivery(order: GoodsOrder, locked: LockedListing, *, actor: User) -> None:
    """Pay the dealer net of the merchant fee, keep the retention back, and let the loan's interest start today.

    The held down payment becomes the dealer's in the same entry. DESIGN §4, goods loan disbursed.
    """
    quote = check_payout(locked)
    version, dealer = locked.listing.product_version, dealer_login(order.dealer)
    financed_fen, available = locked.listing.amount_fen, chart.wallet_available(dealer)
    fee_fen = divide_half_up(financed_fen * version.merchant_fee_ppm, PPM)
    retention_fen = (
        divide_half_up(financed_fen * version.retention_ppm, PPM) if version.retention_periods else 0
    )
    extra = fee_transfers(available, fee_fen, MERCHANT_FEE_INCOME, "merchant_fee", on=locked.today)
    if retention_fen:
        extra.append(TransferInput(available, chart.wallet_held(dealer), retention_fen, "retention"))
    hold = order.down_payment_hold
    above_fen = hold.amount_fen - order.down_payment_fen if hold is not None else 0
    if above_fen:
        # The price was lowered with the last piece: what was held above it goes back out of the same entry.
        extra.append(
            TransferInput(available, chart.wallet_available(order.customer_id), above_fen, "down_payment")
        )
    payee = Payee(available, tuple(extra), (hold.pk,) if hold is not None else ())
    loan, entry = pay_out(locked, quote, payee, actor)
    retention = (
        record_hold(
            owner=dealer,
            amount_fen=retention_fen,
            purpose="retention",
            reference=loan.number,
            entry=entry,
            actor=actor,
        )
        if retention_fen
        else None
    )
    move(
        order,
        GoodsOrder.Status.DELIVERED,
        actor=actor,
        data={"loan": loan.number, "merchant_fee_fen": fee_fen, "retention_fen": retention_fen},
        loan=loan,
        merchant_fee_fen=fee_fen,
        retention_hold=retention,
        delivered_at=clock.now(),
        delivered_on=locked.today,
    )
