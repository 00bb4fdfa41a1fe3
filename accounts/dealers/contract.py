"""The text of the contract with a dealer: versioned files in both languages, filled in with the company's data."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language

from accounts.dealers.queries import last_contract
from accounts.models import Dealer, Organisation
from accounts.texts import FOLDER

CURRENT_CONTRACT = "dealer-contract-2026-1"
LANGUAGES = {"en": "en", "zh-hans": "zh"}


def language_of_texts() -> str:
    """Return in which of the two languages the reader of now is shown texts that are signed."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


@dataclass(frozen=True)
class Clause:
    title: str
    text: str


@dataclass(frozen=True)
class ContractText:
    version: str
    language: str
    title: str
    parties: str
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """The whole text as it is signed and kept."""
        lines = [self.title, self.parties]
        for position, clause in enumerate(self.clauses, start=1):
            lines += [f"{position}. {clause.title}", clause.text]
        return "\n\n".join(lines)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@cache
def _file(version: str) -> dict[str, Any]:
    if not version.replace("-", "").isalnum():
        raise LookupError(version)
    return tomllib.loads((FOLDER / f"{version}.toml").read_text(encoding="utf-8"))


def contract_text(
    organisation: Organisation, language: str, *, version: str = CURRENT_CONTRACT
) -> ContractText:
    """Return a version of the contract for a company in one of the two languages."""
    source, short = _file(version), LANGUAGES[language]
    facts = {
        "name": organisation.legal_name,
        "uscc": organisation.uscc,
        "address": organisation.registered_address,
    }
    return ContractText(
        version=version,
        language=language,
        title=source[f"title_{short}"],
        parties=source[f"parties_{short}"].format(**facts),
        clauses=tuple(Clause(one[f"title_{short}"], one[short]) for one in source["clause"]),
    )


def is_contract_signed(dealer: Dealer) -> bool:
    """Whether the contract was signed as it reads today: the current version, with the company's data of now."""
    signed = last_contract(dealer)
    if signed is None or dealer.organisation is None or signed.version != CURRENT_CONTRACT:
        return False
    return signed.text_hash == contract_text(dealer.organisation, signed.language).fingerprint
