"""Where files about borrowers' accounts go: the credit bureau behind one interface."""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class BureauReporter(Protocol):
    """Takes a file; `number` is the key, so that handing the same one over again is safe."""

    name: str

    def send(self, *, number: str, content: str, sha256: str) -> str:
        """Return the bureau's receipt number. Raises ProviderUnavailable, ProviderRefused where it never takes it."""


@cache
def bureau_reporter() -> BureauReporter:
    """Return the provider that the settings name."""
    provider: BureauReporter = import_string(settings.BUREAU_REPORT_PROVIDER)()
    return provider
