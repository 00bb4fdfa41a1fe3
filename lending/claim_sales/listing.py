"""A page of the market of claims: what fits, quoted, sorted and cut."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from lending.claim_sales.quotes import quote_part, terms_of
from lending.claim_sales.rules import SaleRules
from lending.claim_sales.story import OfferCard, offer_card
from lending.models import ClaimOffer
from lending.queries.claim_market import MOST_COMPARED, late_histories, open_offers
from lending.repayment.book import LoanBook, read_books

SIZE = 12


@dataclass(frozen=True)
class MarketPage:
    """Cards of one page, the ways to the neighbours, and how many offers fit; capped where there are very many."""

    cards: list[OfferCard] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    previous_url: str = ""
    next_url: str = ""


def read_market_page(asked: QueryDict, wanted: dict[str, Any], rules: SaleRules, on: dt.date) -> MarketPage:
    """Return one page of what may be bought, in a constant number of queries; `page` of the address counts from 1."""
    filters = {name: wanted.get(name, "") for name in ("grade", "term", "price")}
    offers = list(open_offers(on, **filters)[: MOST_COMPARED + 1])
    is_capped, offers = len(offers) > MOST_COMPARED, offers[:MOST_COMPARED]
    sort = wanted.get("sort", "")
    if sort == "price":
        offers.sort(key=lambda offer: offer.price_ppm)
    elif sort == "term":
        offers.sort(key=lambda offer: offer.loan.matures_on)
    number = _page_number(asked, len(offers))
    first = (number - 1) * SIZE
    if sort == "rate":
        cards = sorted(_cards(offers, rules, on), key=_by_rate)[first : first + SIZE]
    else:
        cards = _cards(offers[first : first + SIZE], rules, on)
    return MarketPage(
        cards,
        len(offers),
        is_capped,
        _url(asked, number - 1) if number > 1 else "",
        _url(asked, number + 1) if first + SIZE < len(offers) else "",
    )


def _cards(offers: Sequence[ClaimOffer], rules: SaleRules, on: dt.date) -> list[OfferCard]:
    loan_ids = {offer.loan_id for offer in offers}
    books = {book.loan.pk: book for book in read_books(loan_ids)}
    late = late_histories(loan_ids)
    return [
        _card(offer, books[offer.loan_id], late, rules, on)
        for offer in offers
        # An offer whose instalment fell due meanwhile ends with the close of the day; until then it is not shown.
        if offer.loan_id in books and books[offer.loan_id].instalments[0].due_on > on
    ]


def _card(
    offer: ClaimOffer, book: LoanBook, late: dict[int, Any], rules: SaleRules, on: dt.date
) -> OfferCard:
    claim = next(row for row in book.claims if row.pk == offer.claim_id)
    quote = quote_part(book, claim, terms_of(offer), offer.left_fen, rules=rules, on=on)
    return offer_card(offer, quote, late.get(offer.loan_id), on)


def _by_rate(card: OfferCard) -> tuple[bool, Any]:
    found = card.quote.rate.value
    return found is None, -found if found is not None else 0


def _page_number(asked: QueryDict, count: int) -> int:
    text = asked.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    return max(1, min(number, (count + SIZE - 1) // SIZE))


def _url(asked: QueryDict, number: int) -> str:
    kept = {name: value for name, value in asked.items() if name != "page"}
    return "?" + urlencode({**kept, "page": number})
