"""What a lender signs with a bid: the loan's terms and a mandate with limits (RULES mandate)."""

import datetime as dt
from typing import Any

from accounts.commands import hash_inputs
from accounts.esign.canonical import canonical, hash_of
from accounts.esign.codes import Proof, SignedText
from accounts.esign.wording import Wording, read_wording, wording_hash
from accounts.models.signature import SignatureMethod
from accounts.rules import rule_value
from lending.models import AutoInvestRule, Bid, Listing
from lending.texts import FOLDER

KIND = "bid"
VERSION = "lender-mandate-2026-2"


def mandate_limits(on: dt.date) -> dict[str, Any]:
    """Return how far a mandate signed on a date reaches."""
    return limits_from(rule_value("restructure", on=on), rule_value("due.move", on=on))


def limits_from(extension: dict[str, Any], moving: dict[str, Any]) -> dict[str, Any]:
    """Return how far a mandate reaches under these values of the rules `restructure` and `due.move`."""
    return {
        "times": extension["times"],
        "extension_months": extension["extension_months"],
        "holiday_months": extension["holiday_months"],
        "most_days": moving["most_days"],
        "a_year": moving["a_year"],
    }


def vote_from(rule: dict[str, Any]) -> dict[str, Any]:
    """Return how the lenders decide beyond the mandate under this value of the rule `holders.vote`."""
    return {
        "vote_days": rule["days"],
        "quorum_ppm": rule["quorum_ppm"],
        "majority_ppm": rule["majority_ppm"],
    }


def mandate_wording(limits: dict[str, Any], language: str, version: str = VERSION) -> Wording:
    """Return the words of the mandate in a language."""
    return read_wording(FOLDER, version, language, limits)


def shown_terms(listing: Listing, limits: dict[str, Any]) -> dict[str, Any]:
    """Return what a lender is shown and agrees to before the amount: the loan, the words, the limits."""
    version = listing.product_version
    return {
        "listing": listing.number,
        "principal_fen": listing.amount_fen,
        "rate_ppm": listing.rate_ppm,
        "periods": listing.periods,
        "method": listing.method,
        "grade": listing.grade,
        "product_version": listing.product_version_id,
        "overdue_rate_ppm": version.overdue_rate_ppm,
        "grace_days": version.grace_days,
        "early_fee_ppm": version.early_fee_ppm,
        "text": {"version": VERSION, "sha256": wording_hash(FOLDER, VERSION)},
        "mandate": limits,
    }


def terms_hash(listing: Listing, limits: dict[str, Any]) -> str:
    """Return the hash that the form of a bid carries: only what was shown can be signed."""
    return hash_inputs(shown_terms(listing, limits))


def text_of_bid(bid: Bid) -> SignedText:
    """Return what the bid signs: the terms as they are that day, and the bid's own amount."""
    content = canonical(
        {
            **shown_terms(bid.listing, mandate_limits(bid.placed_on)),
            "bid": bid.number,
            "amount_fen": bid.amount_fen,
            "suitability_type": bid.suitability_type,
        }
    )
    return SignedText(KIND, bid.number, content, hash_of(content), VERSION)


def proof_of_rule(rule: AutoInvestRule) -> Proof:
    """Return how an automatic bid is signed: under the authorisation whose scope the investor signed."""
    return Proof(SignatureMethod.AUTHORISATION, authorisation=f"{rule.number}:{rule.scope_hash}")
