"""Credit bureau and blacklist behind one interface: a source is asked about a person under a consent."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

# What an answer may hold, by the kind of source: figures and codes, never names. None: the source does not know.
ANSWERS: dict[str, dict[str, type]] = {
    "bureau": {
        "has_file": bool,
        "score": int,
        "overdue_loans": int,
        "overdues_24_months": int,
        "queries_3_months": int,
        "open_loans": int,
        "balance_fen": int,
    },
    "blacklist": {"is_listed": bool, "category": str},
}


@dataclass(frozen=True)
class SourceAnswer:
    """What the source said, and the reference under which it keeps its own record."""

    reference: str
    values: dict[str, Any]


class SourceProvider(Protocol):
    """`is_outside` is false where asking does not leave the process: then the answer is written with the question."""

    name: str
    is_outside: bool

    def ask(self, *, kind: str, real_name: str, identity_number: str, key: str) -> SourceAnswer:
        """Ask about a person; asking again with the key is safe. Raises ProviderUnavailable."""


@cache
def source_provider(kind: str) -> SourceProvider:
    """Return the provider that the settings name for a kind of source."""
    path = {"bureau": settings.BUREAU_PROVIDER, "blacklist": settings.BLACKLIST_PROVIDER}[kind]
    provider: SourceProvider = import_string(path)()
    return provider
