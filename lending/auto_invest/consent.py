"""What an investor authorises a rule to do: one text, one scope, and the hash of both (RULES auto.consent)."""

from accounts.commands import hash_inputs
from accounts.esign.canonical import canonical, hash_of
from accounts.esign.codes import SignedText
from lending.domain.auto_invest import Wishes

CONSENT_VERSION = "2026-1"
KIND = "auto_rule"
CONSENT_TEMPLATE = "lending/customer/_auto_consent.html"


def scope_hash(wishes: Wishes, *, consent_version: str = CONSENT_VERSION) -> str:
    """Return the SHA-256 over the text's version and every limit of the scope."""
    return hash_inputs({"consent": consent_version, **scope_of(wishes)})


def text_of_rule(number: str, wishes: Wishes) -> SignedText:
    """Return what an investor signs with a rule: its scope, under the hash that each bid of the rule names."""
    content = canonical({"rule": number, "scope_hash": scope_hash(wishes), **scope_of(wishes)})
    return SignedText(KIND, number, content, hash_of(content), f"auto-consent-{CONSENT_VERSION}")


def scope_of(wishes: Wishes) -> dict[str, object]:
    """Return the scope in plain values, sets in their order.

    What concerns dealers stands in it only where it limits something: scopes from before keep their hash.
    """
    dealers: dict[str, object] = {}
    if wishes.dealers:
        dealers["dealers"] = sorted(wishes.dealers)
    if wishes.per_dealer_fen:
        dealers["per_dealer_fen"] = wishes.per_dealer_fen
    return dealers | {
        "grades": sorted(wishes.grades),
        "lines": sorted(wishes.lines),
        "periods_min": wishes.periods_min,
        "periods_max": wishes.periods_max,
        "rate_min_ppm": wishes.rate_min_ppm,
        "per_loan_fen": wishes.per_loan_fen,
        "per_borrower_fen": wishes.per_borrower_fen,
        "keep_fen": wishes.keep_fen,
        "total_fen": wishes.total_fen,
        "expires_on": wishes.expires_on.isoformat(),
    }
