"""What a part of a claim costs and brings on a day, for the pages and for the sale itself."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from finance.domain.money import apply_rate
from lending.claim_sales.rules import SaleRules
from lending.domain.claim_sales import (
    ComingFlow,
    Expectation,
    buyers_rate,
    fair_value_fen,
    fee_of,
    part_of_flows,
    price_of,
    split_claim,
)
from lending.domain.rates import Rate
from lending.domain.shares import split_over_claims
from lending.models import Claim, ClaimOffer
from lending.repayment.book import LoanBook
from lending.repayment.dues import settlement_of


class OfferTerms(NamedTuple):
    """What an offer says, made or about to be made: principal on offer and sold in fen, price and fee in ppm."""

    amount_fen: int
    price_ppm: int
    fee_ppm: int
    sold_fen: int = 0


@dataclass(frozen=True)
class PartQuote:
    """A part of a claim on a day, in fen; `fair_fen` is the worth of all that comes, accrued interest in it."""

    principal_fen: int
    price_fen: int
    accrued_fen: int
    earlier_fen: int
    fee_fen: int
    interest_fee_fen: int
    interest_tax_fen: int
    fair_fen: int
    flows: list[ComingFlow]
    rate: Rate
    expected: Expectation

    @property
    def paid_fen(self) -> int:
        """What the buyer pays."""
        return self.price_fen + self.accrued_fen

    @property
    def costs_fen(self) -> int:
        return self.fee_fen + self.interest_fee_fen + self.interest_tax_fen

    @property
    def proceeds_fen(self) -> int:
        """What the seller keeps."""
        return self.paid_fen - self.costs_fen

    @property
    def clean_fair_fen(self) -> int:
        """What the principal alone is worth, to be set beside the price."""
        return self.fair_fen - self.accrued_fen

    @property
    def brings_more_than_it_costs(self) -> bool:
        """Whether the contract brings the buyer more than the sale takes; rounding of a part never decides it."""
        return sum(flow.amount_fen for flow in self.flows) > self.paid_fen


def terms_of(offer: ClaimOffer) -> OfferTerms:
    """Return what an offer says."""
    return OfferTerms(offer.amount_fen, offer.price_ppm, offer.fee_ppm, offer.sold_fen)


def quote_part(
    book: LoanBook, claim: Claim, terms: OfferTerms, part_fen: int, *, rules: SaleRules, on: dt.date
) -> PartQuote:
    """Return what a part of a claim costs and brings on a day.

    The caller has seen to it that the claim may be sold (`find_obstacle`): nothing is due and unpaid, and nothing of
    the running instalment is paid ahead.
    """
    began = book.outstanding_after(book.instalments[0].starts_on)
    shared = split_claim(
        outstanding_fen=claim.outstanding_fen,
        part_fen=part_fen,
        base_fen=began[claim.number],
        accrued_fen=accrued_by_claim(book, on)[claim.number],
    )
    sold = (terms.sold_fen, part_fen)
    price_fen = price_of(terms.amount_fen, terms.price_ppm, *sold)
    flows = part_of_flows(flows_of(book), part_fen, book.loan.outstanding_fen)
    expected = rules.expected_of(book.loan.grade)
    return PartQuote(
        principal_fen=part_fen,
        price_fen=price_fen,
        accrued_fen=shared.accrued_fen,
        earlier_fen=shared.base_fen - part_fen,
        fee_fen=fee_of(terms.amount_fen, terms.price_ppm, terms.fee_ppm, *sold),
        interest_fee_fen=apply_rate(shared.accrued_fen, rules.interest_fee_ppm),
        interest_tax_fen=apply_rate(shared.accrued_fen, rules.interest_tax_ppm),
        fair_fen=fair_value_fen(flows, on, expected),
        flows=flows,
        rate=buyers_rate(price_fen + shared.accrued_fen, flows, on),
        expected=expected,
    )


def accrued_by_claim(book: LoanBook, on: dt.date) -> dict[str, int]:
    """Return the interest of the running period up to a day, by claim number: what an early settlement would bring.

    It is counted by the loan's own day count and shared as the interest itself will be.
    """
    interest_fen = settlement_of(book, on).interest_fen
    began = book.outstanding_after(book.instalments[0].starts_on)
    return split_over_claims(interest_fen, began) if interest_fen else dict.fromkeys(began, 0)


def flows_of(book: LoanBook) -> list[ComingFlow]:
    """Return what the whole loan still brings its lenders by contract, by due date."""
    return [
        ComingFlow(row.due_on, row.unpaid_principal_fen + row.unpaid_interest_fen) for row in book.instalments
    ]
