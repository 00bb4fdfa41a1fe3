"""The offer as the borrower signs it."""

import datetime as dt
from typing import Any

from accounts.esign.canonical import canonical, hash_of
from accounts.esign.codes import SignedText
from accounts.esign.wording import wording_hash
from accounts.rules import rules
from lending.contracts.mandate import mandate_limits
from lending.models import Application
from lending.queries.quotes import Quote, quote_loan
from lending.texts import FOLDER

KIND = "offer"
# The form in which an offer is written down, and the contract it is an offer for.
VERSION = "loan-contract-2026-3"


def quote_offer(application: Application, *, on: dt.date) -> Quote:
    """Return the quote of the current decision, as if it were paid out on a date."""
    decision = application.decision
    if decision is None or decision.amount_fen is None or decision.rate_ppm is None:
        raise ValueError(f"{application} has no offer.")
    return quote_loan(
        application.product_version,
        amount_fen=decision.amount_fen,
        rate_ppm=decision.rate_ppm,
        periods=application.periods or 0,
        method=application.method,
        on=on,
    )


def offer_content(application: Application, quote: Quote) -> dict[str, Any]:
    """Return what is signed: the terms, every instalment, all that it costs, and the decision it rests on."""
    version = application.product_version
    on = quote.schedule.terms.disbursed_on
    lpr = rules(["lpr"], on=on)["lpr"]
    return {
        "application": application.number,
        "decision": application.decision_id,
        "product_version": application.product_version_id,
        "text": {"version": VERSION, "sha256": wording_hash(FOLDER, VERSION)},
        "terms": quote.schedule.terms.to_dict(),
        "all_in_ppm": quote.all_in_ppm,
        "effective_ppm": quote.effective_ppm,
        "cap_ppm": quote.cap_ppm,
        "headroom_ppm": quote.headroom_ppm,
        "lpr_ppm": lpr.value["one_year_ppm"],
        "lpr_on": lpr.valid_from_on.isoformat(),
        "interest_fen": quote.interest_fen,
        "fee_fen": quote.fee_fen,
        "total_fen": quote.total_fen,
        "early_fee_ppm": version.early_fee_ppm,
        "overdue_rate_ppm": version.overdue_rate_ppm,
        "grace_days": version.grace_days,
        **({"overdue_most_ppm": version.overdue_most_ppm} if version.overdue_most_ppm else {}),
        "mandate": mandate_limits(on),
        **({"dealer_interest_fen": quote.dealer_interest_fen} if quote.dealer_interest_fen else {}),
        "rows": [
            [row.n, row.due_on.isoformat(), row.principal_fen, row.interest_fen, row.fee_fen]
            for row in quote.schedule.rows
        ],
    }


def offer_text(application: Application, quote: Quote) -> SignedText:
    """Return the offer in the one form that is signed."""
    content = canonical(offer_content(application, quote))
    return SignedText(KIND, application.number, content, hash_of(content), VERSION)


def offer_hash(application: Application, quote: Quote) -> str:
    """Return the SHA-256 of the offer: the form carries it, so that only what was shown can be signed."""
    return offer_text(application, quote).hash
