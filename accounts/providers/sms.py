"""The company that carries our SMS, behind one interface."""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class ProviderUnavailable(Exception):
    """An outside service did not answer, or said that it cannot now; asking again later is safe."""


class ProviderRefused(Exception):
    """An outside service understood the request and will not do it; asking again is useless."""


class SmsProvider(Protocol):
    def send(self, *, phone: str, text: str, key: str) -> None:
        """Hand one SMS over; the same key again sends nothing twice. Raises ProviderUnavailable or ProviderRefused."""


@cache
def sms_provider() -> SmsProvider:
    """Return the provider that the settings name."""
    provider: SmsProvider = import_string(settings.SMS_PROVIDER)()
    return provider
