"""The consent of a company's legal representative: its text, what its code is bound to, and which one is in force."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from accounts.crypto import blind_index
from accounts.dealers.contract import LANGUAGES
from accounts.models import Dealer, LegalPersonConsent, Organisation
from accounts.texts import FOLDER

CURRENT_CONSENT = "legal-person-consent-2026-1"


@dataclass(frozen=True)
class ConsentWords:
    version: str
    language: str
    title: str
    text: str

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{self.title}\n\n{self.text}".encode()).hexdigest()


@cache
def _file(version: str) -> dict[str, Any]:
    if not version.replace("-", "").isalnum():
        raise LookupError(version)
    return tomllib.loads((FOLDER / f"{version}.toml").read_text(encoding="utf-8"))


def consent_words(
    organisation: Organisation, language: str, *, version: str = CURRENT_CONSENT
) -> ConsentWords:
    """Return a version of the text for a company in one of the two languages."""
    source, short = _file(version), LANGUAGES[language]
    facts = {"name": organisation.legal_name, "uscc": organisation.uscc}
    return ConsentWords(
        version=version,
        language=language,
        title=source[f"title_{short}"],
        text=source[f"text_{short}"].strip().format(**facts),
    )


def code_handle(consent: LegalPersonConsent) -> str:
    """Return what the code is bound to: another name, number, phone, company or text makes it worthless."""
    words = consent_words(consent.organisation, consent.language, version=consent.text_version)
    bound = (
        consent.number,
        consent.real_name,
        consent.identity_number,
        consent.phone,
        consent.organisation.uscc,
        words.fingerprint,
    )
    return blind_index("legal-person-consent", "|".join(bound))


def consent_token_hash(token: str) -> str:
    """Return the keyed hash under which the representative's link is kept."""
    return blind_index("legal-person-consent-link", token)


def consent_by_token(token: str) -> LegalPersonConsent | None:
    """Return the consent of a link, in whatever state."""
    return (
        LegalPersonConsent.objects.select_related("dealer", "organisation")
        .filter(token_hash=consent_token_hash(token))
        .first()
    )


def newest_consent(dealer: Dealer) -> LegalPersonConsent | None:
    """Return the consent that was asked for last for the dealer's company of now."""
    return (
        LegalPersonConsent.objects.select_related("organisation", "asked_by")
        .filter(dealer=dealer, organisation=dealer.organisation_id)
        .order_by("-pk")
        .first()
    )


def consent_in_force(dealer: Dealer) -> LegalPersonConsent | None:
    """Return the consent under which this dealer may have the representative of its company verified."""
    newest = newest_consent(dealer)
    return newest if newest is not None and newest.status == LegalPersonConsent.Status.GIVEN else None


def is_representative_verified(dealer: Dealer) -> bool:
    """Whether the company's representative was verified, under a consent in force of that very person."""
    company = dealer.organisation
    if company is None or company.legal_person is None:
        return False
    consent = consent_in_force(dealer)
    return consent is not None and consent.identity_index == company.legal_person.identity_index
