"""The certification authority that seals the company's papers, and the authority that stamps their time."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Sealed:
    """A seal over a statement: which key made it, and the signature in base64."""

    key_id: str
    signature: str


@dataclass(frozen=True)
class Stamped:
    """A time stamp: its serial number, the instant it vouches for, the key and the signature in base64."""

    serial: str
    at: dt.datetime
    key_id: str
    signature: str


class SealProvider(Protocol):
    name: str

    def seal(self, *, statement: str, key: str) -> Sealed:
        """Seal a statement with the company's certificate; asking again with the key is safe.

        Raises ProviderUnavailable or ProviderRefused.
        """

    def is_sealed(self, *, statement: str, key_id: str, signature: str) -> bool:
        """Whether the seal is on exactly this statement; answered without a call to outside."""


class TimeStampAuthority(Protocol):
    name: str

    def stamp(self, *, digest: str, key: str) -> Stamped:
        """Stamp a SHA-256; asking again with the key is safe. Raises ProviderUnavailable or ProviderRefused."""

    def is_stamped(self, *, digest: str, stamped: Stamped) -> bool:
        """Whether the stamp is on exactly this SHA-256 and instant; answered without a call to outside."""


@cache
def seal_provider() -> SealProvider:
    """Return the certification authority that the settings name."""
    provider: SealProvider = import_string(settings.SEAL_PROVIDER)()
    return provider


@cache
def time_stamp_authority() -> TimeStampAuthority:
    """Return the time stamp authority that the settings name."""
    authority: TimeStampAuthority = import_string(settings.TIME_STAMP_AUTHORITY)()
    return authority
