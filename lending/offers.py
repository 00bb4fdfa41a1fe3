"""The offer as the borrower signs it."""

import datetime as dt
import hashlib
import json

from lending.models import Application
from lending.queries.quotes import Quote, quote_loan


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


def offer_text(application: Application, quote: Quote) -> str:
    """Return what is signed, in one canonical form: the terms, every instalment, and the decision they rest on."""
    content = {
        "application": application.number,
        "decision": application.decision_id,
        "product_version": application.product_version_id,
        "terms": quote.schedule.terms.to_dict(),
        "all_in_ppm": quote.all_in_ppm,
        "early_fee_ppm": application.product_version.early_fee_ppm,
        "overdue_rate_ppm": application.product_version.overdue_rate_ppm,
        "grace_days": application.product_version.grace_days,
        "rows": [
            [row.n, row.due_on.isoformat(), row.principal_fen, row.interest_fen, row.fee_fen]
            for row in quote.schedule.rows
        ],
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False)


def offer_hash(application: Application, quote: Quote) -> str:
    """Return the SHA-256 of the offer: the form carries it, so that only what was shown can be signed."""
    return hashlib.sha256(offer_text(application, quote).encode()).hexdigest()
