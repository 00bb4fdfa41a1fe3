"""The service that knows whether a name belongs to an identity number, behind one interface."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class IdentityAnswer:
    """What the service said, and the reference under which it keeps its own record."""

    is_match: bool
    reference: str


class IdentityProvider(Protocol):
    name: str

    def check(self, *, real_name: str, identity_number: str, key: str) -> IdentityAnswer:
        """Ask whether the name belongs to the number; asking again with the key is safe. Raises ProviderUnavailable."""


@cache
def identity_provider() -> IdentityProvider:
    """Return the provider that the settings name."""
    provider: IdentityProvider = import_string(settings.IDENTITY_PROVIDER)()
    return provider
