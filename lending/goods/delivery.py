"""The last piece is accepted: the loan begins and the dealer is paid, in one entry."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from accounts.web.formats import yuan
from finance import chart
from finance.domain.money import PPM, divide_half_up
from finance.posting import TransferInput, fee_transfers
from finance.queries.wallets import wallet_balance
from finance.services.record_hold import record_hold
from lending.goods.parties import dealer_login
from lending.models import Application, BorrowerStanding, GoodsOrder, Listing
from lending.queries.quotes import Quote
from lending.services.disburse_loan import LockedListing, Payee, check_payout, pay_out
from lending.subsidies.holds import record_subsidies, set_aside_transfers

MERCHANT_FEE_INCOME = "4004"


def lock_listing(order: GoodsOrder, standing: BorrowerStanding, today: dt.date) -> LockedListing:
    """Lock application and listing of an order; the caller holds dealer, standing and order."""
    application = lock_one(Application.objects.filter(pk=order.application_id))
    listing = lock_one(
        Listing.objects.select_related("borrower", "product_version__product").filter(application=application)
    )
    return LockedListing(standing, application, listing, today)


@dataclass(frozen=True)
class KeptBack:
    """What is kept of the payout of an order, in fen: `above_fen` is what was held above a lowered down payment."""

    fee_fen: int
    retention_fen: int
    above_fen: int
    interest_fen: tuple[int, ...]

    @property
    def subsidy_fen(self) -> int:
        return sum(self.interest_fen)


def kept_back_of(order: GoodsOrder, locked: LockedListing, quote: Quote) -> KeptBack:
    """Return the parts that a delivery today keeps back: fee, retention, and the interest where the dealer pays it.

    Refuses (`dealer_short`) interest that neither the payout nor the dealer's free money covers.
    """
    version, financed_fen = locked.listing.product_version, locked.listing.amount_fen
    hold = order.down_payment_hold
    rows = quote.schedule.instalments if version.is_interest_paid_by_dealer else ()
    kept = KeptBack(
        divide_half_up(financed_fen * version.merchant_fee_ppm, PPM),
        divide_half_up(financed_fen * version.retention_ppm, PPM) if version.retention_periods else 0,
        hold.amount_fen - order.down_payment_fen if hold is not None else 0,
        tuple(row.interest_fen for row in rows),
    )
    if kept.subsidy_fen:
        paid_fen = financed_fen - kept.fee_fen - kept.retention_fen
        paid_fen += order.down_payment_fen if hold is not None else 0
        missing_fen = kept.subsidy_fen - paid_fen - wallet_balance(dealer_login(order.dealer)).available_fen
        if missing_fen > 0:
            raise Refused(
                "dealer_short",
                _(
                    "The dealer pays the interest of %(interest)s and has to set it aside now. "
                    "%(missing)s are missing in its wallet."
                )
                % {"interest": yuan(kept.subsidy_fen), "missing": yuan(missing_fen)},
            )
    return kept


def finish_delivery(order: GoodsOrder, locked: LockedListing, *, actor: User) -> None:
    """Pay the dealer net of the merchant fee, keep the retention back, and let the loan's interest start today.

    The held down payment becomes the dealer's in the same entry, and interest that the dealer pays is set aside there.
    DESIGN §4, goods loan disbursed. Refuses what stands against the payout, and (`dealer_short`).
    """
    quote = check_payout(locked)
    kept, dealer = kept_back_of(order, locked, quote), dealer_login(order.dealer)
    available = chart.wallet_available(dealer)
    extra = fee_transfers(available, kept.fee_fen, MERCHANT_FEE_INCOME, "merchant_fee", on=locked.today)
    if kept.retention_fen:
        extra.append(TransferInput(available, chart.wallet_held(dealer), kept.retention_fen, "retention"))
    extra += set_aside_transfers(dealer.pk, kept.interest_fen)
    if kept.above_fen:
        # The price was lowered with the last piece: what was held above it goes back out of the same entry.
        customer = chart.wallet_available(order.customer_id)
        extra.append(TransferInput(available, customer, kept.above_fen, "down_payment"))
    hold = order.down_payment_hold
    payee = Payee(available, tuple(extra), (hold.pk,) if hold is not None else ())
    loan, entry = pay_out(locked, quote, payee, actor)
    retention = (
        record_hold(
            owner=dealer,
            amount_fen=kept.retention_fen,
            purpose="retention",
            reference=loan.number,
            entry=entry,
            actor=actor,
        )
        if kept.retention_fen
        else None
    )
    if kept.subsidy_fen:
        record_subsidies(loan, dealer, entry, actor=actor)
    move(
        order,
        GoodsOrder.Status.DELIVERED,
        actor=actor,
        data={
            "loan": loan.number,
            "merchant_fee_fen": kept.fee_fen,
            "retention_fen": kept.retention_fen,
            "subsidy_fen": kept.subsidy_fen,
        },
        loan=loan,
        merchant_fee_fen=kept.fee_fen,
        subsidy_fen=kept.subsidy_fen,
        retention_hold=retention,
        delivered_at=clock.now(),
        delivered_on=locked.today,
    )
