"""Offer a claim, or a part of it, for sale."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from lending.claim_sales.obstacles import (
    check_part,
    find_holding_obstacle,
    find_obstacle,
    last_offer_day,
    require_not_frozen,
    require_sales_open,
)
from lending.claim_sales.quotes import OfferTerms, quote_part
from lending.claim_sales.rules import SaleRules
from lending.models import Claim, ClaimOffer
from lending.repayment.book import LoanBook, lock_books

PREFIX = "CO"


def put_up_claim(*, claim: Claim, seller: User, amount_fen: int, price_ppm: int, key: str) -> str:
    """Put principal of a claim on offer at a price (ppm of it; 1,000,000 is par) and return the offer's number.

    The offer ends before the loan's next due date at the latest, so what it offers stays what it is (RULES
    `claim.sale`). Refuses what `find_obstacle` names, a claim held too short (`held_too_short`), an amount or a price
    outside the limits (`part_wrong`, `price_wrong`), a price above all that is still to come (`brings_less`), a frozen
    wallet, and (`on_offer`) a second offer of the claim.
    """
    return run_once(
        actor=seller,
        command="put_up_claim",
        key=key,
        inputs={"claim": claim.number, "amount_fen": amount_fen, "price_ppm": price_ppm},
        perform=lambda: _put_up(claim, seller, amount_fen, price_ppm).number,
    )


def _put_up(claim: Claim, seller: User, amount_fen: int, price_ppm: int) -> ClaimOffer:
    today = clock.lock_business_date()
    rules = require_sales_open(today)
    books = lock_books([claim.loan_id])
    book = books[0] if books else None
    own = next((row for row in book.claims if row.pk == claim.pk), None) if book else None
    if book is None or own is None or own.holder_id != seller.pk:
        raise Refused("claim_ended", _("This claim has ended; there is nothing left to sell."))
    for obstacle in (
        find_obstacle(book, own, rules=rules, on=today),
        find_holding_obstacle(own, rules, today),
    ):
        if obstacle is not None:
            raise obstacle
    require_not_frozen([seller])
    terms = check_offer(book, own, rules=rules, amount_fen=amount_fen, price_ppm=price_ppm, on=today)
    return _write(book, own, seller, terms, rules, today)


def check_offer(
    book: LoanBook, claim: Claim, *, rules: SaleRules, amount_fen: int, price_ppm: int, on: dt.date
) -> OfferTerms:
    """Return the terms of an offer with the fee of the day.

    Refuses (`part_wrong`) a part that is too small or leaves too little, (`price_wrong`) a price outside the limits,
    and (`brings_less`) one at which the contract brings the buyer no more than the sale takes.
    """
    check_part(amount_fen, claim.outstanding_fen, rules, field="amount")
    if not rules.price_min_ppm <= price_ppm <= rules.price_max_ppm:
        raise Refused("price_wrong", _("The price is outside the limits."), field="price")
    terms = OfferTerms(amount_fen, price_ppm, rules.fee_ppm_after((on - claim.opened_on).days))
    if not quote_part(book, claim, terms, amount_fen, rules=rules, on=on).brings_more_than_it_costs:
        raise Refused(
            "brings_less", _("At this price a buyer would pay more than is still to come."), field="price"
        )
    return terms


def _write(
    book: LoanBook, claim: Claim, seller: User, terms: OfferTerms, rules: SaleRules, today: dt.date
) -> ClaimOffer:
    until_on = min(today + dt.timedelta(days=rules.lifetime_days), last_offer_day(book, rules))
    try:
        with transaction.atomic():
            offer = ClaimOffer.objects.create(
                number=next_number(PREFIX),
                claim=claim,
                loan=book.loan,
                seller=seller,
                amount_fen=terms.amount_fen,
                price_ppm=terms.price_ppm,
                fee_ppm=terms.fee_ppm,
                put_up_on=today,
                put_up_at=clock.now(),
                until_on=until_on,
            )
    except IntegrityError as error:
        raise Refused("on_offer", _("This claim is on offer already.")) from error
    record_event(
        "claim_offer.put_up",
        subject=offer,
        actor=seller,
        data={"claim": claim.number, "amount_fen": offer.amount_fen, "price_ppm": offer.price_ppm},
    )
    return offer
