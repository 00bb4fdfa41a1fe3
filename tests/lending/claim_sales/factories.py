"""Claims on offer and sold, by the services that make them in life."""

import datetime as dt

from accounts import clock
from accounts.models import User
from accounts.numbers import next_number
from lending.claim_sales.quotes import PartQuote, quote_part, terms_of
from lending.claim_sales.rules import sale_rules
from lending.models import Claim, ClaimOffer, ClaimSale, Loan
from lending.repayment.book import read_books
from lending.services.buy_claim import buy_claim
from lending.services.put_up_claim import put_up_claim
from tests.closing import close_before, set_today
from tests.factories import make_customer
from tests.lending.factories import make_active_loan, make_investor, read_in_time

PAID_OUT = dt.date(2026, 1, 15)
SALE_DAY = dt.date(2026, 3, 1)
PAR = 1_000_000


def make_sellable_loan(
    *, borrower: User | None = None, shares: list[int] | None = None, day: dt.date = SALE_DAY, **terms: object
) -> Loan:
    """A loan paid out on 15 January with its first instalment paid on time, the books on a day it may be sold on."""
    if clock.today() != PAID_OUT:
        set_today(PAID_OUT)
    borrower = borrower or make_customer("owes@example.cn", name="李借")
    fens = shares or [10_000_00]
    lenders = {make_investor(f"lender{n}@example.cn"): fen for n, fen in enumerate(fens)}
    loan = make_active_loan(borrower, lenders, **terms)
    close_before(day)
    loan.refresh_from_db()
    return loan


def claim_of(loan: Loan, n: int = 0) -> Claim:
    return Claim.objects.filter(loan=loan, status="active").select_related("holder").order_by("pk")[n]


def put_up(claim: Claim, *, amount_fen: int = 0, price_ppm: int = PAR) -> ClaimOffer:
    claim.refresh_from_db()
    number = put_up_claim(
        claim=claim,
        seller=claim.holder,
        amount_fen=amount_fen or claim.outstanding_fen,
        price_ppm=price_ppm,
        key=next_number("KEY"),
    )
    return ClaimOffer.objects.get(number=number)


def quote(offer: ClaimOffer, part_fen: int = 0) -> PartQuote:
    offer.refresh_from_db()
    [book] = read_books([offer.loan_id])
    rules = sale_rules(clock.today())
    assert rules is not None
    claim = next(row for row in book.claims if row.pk == offer.claim_id)
    return quote_part(book, claim, terms_of(offer), part_fen or offer.left_fen, rules=rules, on=clock.today())


def buy(offer: ClaimOffer, buyer: User, part_fen: int = 0, *, shown_fen: int = 0, key: str = "") -> ClaimSale:
    offer.refresh_from_db()
    part_fen = part_fen or offer.left_fen
    number = buy_claim(
        buyer=buyer,
        offer_number=offer.number,
        amount_fen=part_fen,
        shown_fen=shown_fen or quote(offer, part_fen).paid_fen,
        notice_shown_at=read_in_time(),
        key=key or next_number("KEY"),
    )
    return ClaimSale.objects.get(number=number)
