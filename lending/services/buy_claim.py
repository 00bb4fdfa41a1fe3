"""Buy a claim on offer, or a part of it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from accounts.queries import Suitability, require_suitability
from accounts.restrictions import require_open_for_business
from accounts.states import move
from finance.services.lock_wallets import lock_wallets
from finance.services.post_entries import post_entries
from lending.claim_sales.obstacles import (
    check_part,
    find_obstacle,
    require_not_frozen,
    require_sales_open,
)
from lending.claim_sales.posting import sale_entry
from lending.claim_sales.quotes import PartQuote, quote_part, terms_of
from lending.claim_sales.rules import TERMS_VERSION, SaleRules
from lending.models import Claim, ClaimOffer, ClaimSale
from lending.queries.exposure import held_of_loan, lent_in_all
from lending.repayment.book import LoanBook, lock_books
from lending.risk_notice import require_notice_read

PREFIX = "CS"
CLAIM_PREFIX = "CL"


@dataclass(frozen=True)
class _Deal:
    """A purchase whose loan, instalments, claims and offer are locked."""

    buyer: User
    offer: ClaimOffer
    book: LoanBook
    claim: Claim
    part_fen: int
    notice_shown_at: dt.datetime
    rules: SaleRules
    today: dt.date
    limits: Suitability


def buy_claim(
    *,
    buyer: User,
    offer_number: str,
    amount_fen: int,
    shown_fen: int,
    notice_shown_at: dt.datetime,
    key: str,
) -> str:
    """Buy principal of an offer for its price and the accrued interest; return the sale's number.

    The principal becomes a new claim of the buyer, with the mandate of the claim it comes from; the loan and the
    control accounts stay as they are. Refuses what `find_obstacle` names, an offer that ended (`offer_ended`), a part
    that is not to be had (`part_wrong`), a price other than the one shown (`figure_changed`), the buyer's own claim or
    loan, what bids are refused for (suitability, limits, risk notice, frozen wallet), and too little money. The same
    press twice is one purchase.
    """
    return run_once(
        actor=buyer,
        command="buy_claim",
        key=key,
        inputs={"offer": offer_number, "amount_fen": amount_fen, "shown_fen": shown_fen},
        perform=lambda: _buy(buyer, offer_number, amount_fen, shown_fen, notice_shown_at).number,
    )


def _buy(
    buyer: User, offer_number: str, part_fen: int, shown_fen: int, notice_shown_at: dt.datetime
) -> ClaimSale:
    require_open_for_business(buyer)
    today = clock.lock_business_date()
    rules = require_sales_open(today)
    loan_id = ClaimOffer.objects.filter(number=offer_number).values_list("loan_id", flat=True).first()
    if loan_id is None:
        raise Refused("offer_ended", _("This offer does not exist."))
    books = lock_books([loan_id])
    offer = lock_one(ClaimOffer.objects.filter(number=offer_number))
    claim = next((row for row in books[0].claims if row.pk == offer.claim_id), None) if books else None
    if claim is None or offer.status != ClaimOffer.Status.OPEN or offer.until_on < today:
        raise Refused("offer_ended", _("This offer has ended."))
    limits = _check_buyer(buyer, offer, books[0], notice_shown_at, today)
    deal = _Deal(buyer, offer, books[0], claim, part_fen, notice_shown_at, rules, today, limits)
    quote = _check_deal(deal)
    if quote.paid_fen != shown_fen:
        raise Refused(
            "figure_changed", _("The figure has changed since you saw it. Please look at it again.")
        )
    # Locked before the limits are counted: a rival bid or purchase of the same buyer is counted here or waits.
    lock_wallets([buyer.pk, offer.seller_id])
    _check_limits(deal)
    return _trade(deal, quote)


def _check_buyer(
    buyer: User, offer: ClaimOffer, book: LoanBook, notice_shown_at: dt.datetime, today: dt.date
) -> Suitability:
    if not buyer.is_customer or buyer.identity_verified_at is None:
        raise Refused("identity_missing", _("Please verify your identity first."))
    if is_same_person(buyer, offer.seller):
        raise Refused("own_claim", _("You cannot buy your own claim."))
    if is_same_person(buyer, book.loan.borrower):
        raise Refused("own_loan", _("You cannot lend to yourself."))
    require_notice_read(notice_shown_at)
    return require_suitability(buyer, today)


def is_same_person(one: User, other: User) -> bool:
    """Whether two logins are one, or belong to one person."""
    return one.pk == other.pk or (one.person_id is not None and one.person_id == other.person_id)


def _check_deal(deal: _Deal) -> PartQuote:
    obstacle = find_obstacle(deal.book, deal.claim, rules=deal.rules, on=deal.today)
    if obstacle is not None:
        raise obstacle
    require_not_frozen([deal.buyer, deal.offer.seller_id])
    check_part(deal.part_fen, deal.offer.left_fen, deal.rules, field="amount")
    return quote_part(
        deal.book, deal.claim, terms_of(deal.offer), deal.part_fen, rules=deal.rules, on=deal.today
    )


def _check_limits(deal: _Deal) -> None:
    if held_of_loan(deal.buyer, deal.book.loan) + deal.part_fen > deal.limits.per_loan_fen:
        raise Refused(
            "over_loan_limit",
            _("With this claim you would lend more to one loan than your investor type allows."),
            field="amount",
        )
    if lent_in_all(deal.buyer) + deal.part_fen > deal.limits.total_fen:
        raise Refused(
            "over_total_limit",
            _("With this claim you would lend more than your investor type allows in all."),
            field="amount",
        )


def _trade(deal: _Deal, quote: PartQuote) -> ClaimSale:
    """Post the money, move the principal to a new claim, and count the offer down."""
    at, number = clock.now(), next_number(PREFIX)
    [entry] = post_entries([sale_entry(number, deal.buyer, deal.offer.seller_id, quote, deal.today)])
    bought = Claim.objects.create(
        number=next_number(CLAIM_PREFIX),
        loan=deal.book.loan,
        holder=deal.buyer,
        principal_fen=deal.part_fen,
        outstanding_fen=deal.part_fen,
        opened_on=deal.today,
        opened_at=at,
    )
    sale = ClaimSale.objects.create(
        number=number,
        offer=deal.offer,
        loan=deal.book.loan,
        claim=deal.claim,
        bought_claim=bought,
        seller_id=deal.offer.seller_id,
        buyer=deal.buyer,
        principal_fen=deal.part_fen,
        price_fen=quote.price_fen,
        accrued_fen=quote.accrued_fen,
        fee_fen=quote.fee_fen,
        interest_fee_fen=quote.interest_fee_fen,
        interest_tax_fen=quote.interest_tax_fen,
        earlier_fen=quote.earlier_fen,
        fair_value_fen=quote.fair_fen,
        terms_version=TERMS_VERSION,
        suitability_type=deal.limits.type,
        risk_notice_at=deal.notice_shown_at,
        traded_on=deal.today,
        traded_at=at,
        entry_id=entry.id,
    )
    _lower(deal, at)
    record_event(
        "claim_sale.made",
        subject=sale,
        actor=deal.buyer,
        data={"offer": deal.offer.number, "claim": deal.claim.number, "bought": bought.number},
    )
    return sale


def _lower(deal: _Deal, at: dt.datetime) -> None:
    """Take the part off the locked claim and the locked offer; what has nothing left ends."""
    offer, claim = deal.offer, deal.claim
    left_fen, sold_fen = claim.outstanding_fen - deal.part_fen, offer.sold_fen + deal.part_fen
    if left_fen:
        Claim.objects.filter(pk=claim.pk).update(outstanding_fen=left_fen)
    else:
        end = {"outstanding_fen": 0, "ended_at": at, "ended_on": deal.today}
        move(claim, Claim.Status.SOLD, actor=deal.buyer, data={"offer": offer.number}, **end)
    if sold_fen < offer.amount_fen:
        ClaimOffer.objects.filter(pk=offer.pk).update(sold_fen=sold_fen)
    else:
        done = {"sold_fen": sold_fen, "ended_at": at, "ended_on": deal.today, "end_reason": "sold_out"}
        move(offer, ClaimOffer.Status.SOLD, actor=deal.buyer, data={"claim": claim.number}, **done)
