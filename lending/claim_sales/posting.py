"""The entry of a sold claim."""

import datetime as dt

from accounts.models import User
from finance import chart
from finance.posting import EntryInput, TransferInput, fee_transfers, vat_rate_ppm
from lending.claim_sales.quotes import PartQuote

KIND = "claim.sold"
SALE_FEE_INCOME = "4003"
INTEREST_FEE_INCOME = "4002"


def sale_entry(number: str, buyer: User, seller_id: int, quote: PartQuote, on: dt.date) -> EntryInput:
    """Return what a sale moves: price and accrued interest to the seller, and what the seller bears.

    The control accounts do not move: the loan owes what it owed, only another holder gets it.
    """
    payer, payee = chart.wallet_available(buyer), chart.wallet_available(seller_id)
    vat_ppm = vat_rate_ppm(on)
    transfers = [
        TransferInput(payer, payee, quote.price_fen, "claim_price"),
        TransferInput(payer, payee, quote.accrued_fen, "accrued_interest"),
        TransferInput(payee, chart.tax_withheld(), quote.interest_tax_fen, "interest_tax"),
        *fee_transfers(payee, quote.fee_fen, SALE_FEE_INCOME, "claim_sale_fee", vat_ppm=vat_ppm),
        *fee_transfers(payee, quote.interest_fee_fen, INTEREST_FEE_INCOME, "interest_fee", vat_ppm=vat_ppm),
    ]
    return EntryInput(
        kind=KIND,
        reference=number,
        idempotency_key=f"claim-sale:{number}",
        transfers=[one for one in transfers if one.amount_fen],
        posted_by_id=buyer.pk,
    )
